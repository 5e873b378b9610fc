#ifndef TASTER_CBAREREADER_H
#define TASTER_CBAREREADER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Reads a file with libcsv in blocks of 256 KiB and counts its records. With `types`, every field is given to
/// std::from_chars and goes to the end of its column in memory: a number, or NaN and the bytes of a text.
/// `rows` says for how many rows a column has room from the start.
/// Returns the number of records, -1 where the file cannot be read.
long bare_read(const char *path, int types, long rows);

#ifdef __cplusplus
}
#endif

#endif
