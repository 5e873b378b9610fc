"""The nearest other rows of every row, by a public tool.

    neighbours.py faiss|sklearn ROWS COLUMNS K THREADS FOUND TIMES

ROWS holds numbers of 4 bytes, row by row. Writes K positions of 4 bytes a row to FOUND and the seconds of the search to TIMES,
without starting Python or loading the library.
"""
import json
import os
import sys
import time

tool, rows, columns, k, threads, found, times = sys.argv[1:]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = threads

import numpy as np

x = np.fromfile(rows, dtype=np.float32).reshape(-1, int(columns))
k = int(k)

if tool == "faiss":
    import faiss

    faiss.omp_set_num_threads(int(threads))

    def search():
        index = faiss.IndexFlatL2(x.shape[1])
        index.add(x)
        return index.search(x, k + 1)[1]

else:
    from sklearn.neighbors import NearestNeighbors

    def search():
        return NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(x).kneighbors(x, return_distance=False)

wall, cpu = time.perf_counter(), time.process_time()
lists = search()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu

# Without the row itself, which stands first but for ties.
own = lists == np.arange(len(x))[:, None]
own[~own.any(axis=1), -1] = True
lists[~own].reshape(-1, k).astype(np.int32).tofile(found)
with open(times, "w") as file:
    json.dump({"wall": wall, "cpu": cpu}, file)
