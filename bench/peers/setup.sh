#!/usr/bin/env bash
# Makes bench/peers/.venv with the Python programs that the benches compare with: PyTorch, faiss, numpy.
# PyPI's only Linux build of PyTorch brings the CUDA libraries along: 5 GB on disk, a minute or more.
# usage: bench/peers/setup.sh      (PYTHON=python3.12 picks another interpreter)
set -euo pipefail
cd "$(dirname "$0")"
[ -x .venv/bin/python ] || "${PYTHON:-python3}" -m venv .venv
.venv/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check \
  torch==2.15.0 numpy==2.4.6 faiss-cpu==1.15.1
.venv/bin/python - <<'PY'
import faiss, numpy, torch
print('torch', torch.__version__, 'numpy', numpy.__version__, 'faiss', faiss.__version__)
PY
