"""Grows trees with Python's own XGBoost from the arrays that TrainingBenchmark wrote, and prints its version and the seconds.

    python3 training/python/train_benchmark.py FOLDER COLUMNS TREES DEPTH THREADS

FOLDER holds `features` and `labels`, big-endian floats; `model.ubj` is put beside them.
"""

import pathlib
import sys
import time

import numpy as np
import xgboost as xgb


def main(folder, columns, trees, depth, threads):
    features = np.fromfile(folder / "features", dtype=">f4").astype(np.float32).reshape(-1, columns)
    labels = np.fromfile(folder / "labels", dtype=">f4").astype(np.float32)
    weights = np.ones(len(labels), dtype=np.float32)
    parameters = {"objective": "reg:squarederror", "tree_method": "hist", "max_depth": depth, "eta": 0.1,
                  "min_child_weight": 1, "subsample": 1, "colsample_bytree": 1, "lambda": 1, "seed": 1,
                  "nthread": threads, "verbosity": 0}
    start = time.perf_counter()
    matrix = xgb.DMatrix(features, labels, weight=weights, nthread=threads)
    booster = xgb.train(parameters, matrix, trees)
    seconds = time.perf_counter() - start
    booster.save_model(folder / "model.ubj")
    print(f"{xgb.__version__} {seconds:.3f}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:6]))
