#ifndef TASTER_COPENBLAS_H
#define TASTER_COPENBLAS_H

#include <cblas.h>
#include <malloc.h>

// OpenBLAS starts a thread for every processor when it is loaded, and they look for work for a while before they sleep.
// This sends them home; builds without such threads do not have it.
__attribute__((weak)) int blas_thread_shutdown_(void);

static inline void taster_use_one_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

// Debian's OpenBLAS exports LAPACK's Fortran symbols but ships no LAPACKE header; the few routines in use are
// declared here. Matrices are column-major, integers are 32 bits, all arguments go by reference.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dpotri_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda, double *b,
             const int *ldb, int *info);
void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *ipiv, int *info);
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a, const int *lda, const int *ipiv,
             double *b, const int *ldb, int *info);
void dtrtri_(const char *uplo, const char *diag, const int *n, double *a, const int *lda, int *info);
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info);

// Blocks of up to 64 MB come from the heap, and so many megabytes of each thread's heap stay when they are freed: the next
// matrix of that size finds its pages mapped.
static inline void taster_keep_freed_memory(int megabytes) {
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, megabytes << 20);
}

// Gives freed memory of every thread's heap back.
static inline void taster_release_freed_memory(void) { malloc_trim(0); }

#endif
