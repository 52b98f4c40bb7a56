"""Exact search of faiss' IndexFlatIP, timed from outside: one JSON line when ready, then one for each
line read (how many repetitions); q ends it. usage: faiss_flat.py PINS QUERIES WIDTH K THREADS"""

import json
import resource
import sys
import time

import faiss
import numpy

pins, queries, width, k, threads = (int(argument) for argument in sys.argv[1:6])
faiss.omp_set_num_threads(threads)
# This version's default (128,000) leaves BLAS out and is ten times slower.
faiss.cvar.distance_compute_blas_threshold = 20

random = numpy.random.default_rng(7)


def unit_rows(count: int) -> numpy.ndarray:
    rows = random.uniform(-1, 1, (count, width)).astype(numpy.float32)
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


index = faiss.IndexFlatIP(width)
index.add(unit_rows(pins))
asked = unit_rows(queries)
print(json.dumps({"faiss": faiss.__version__}), flush=True)

for line in sys.stdin:
    if line.strip() == "q":
        break
    milliseconds = []
    before = time.process_time()
    for _ in range(int(line)):
        start = time.perf_counter()
        index.search(asked, k)
        milliseconds.append((time.perf_counter() - start) * 1e3)
    answer = {
        "milliseconds": milliseconds,
        "cpuMilliseconds": (time.process_time() - before) * 1e3,
        "peakMemoryMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(answer), flush=True)
