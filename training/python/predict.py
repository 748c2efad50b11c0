"""Predicts rows with a model file, by Python's own XGBoost: what the tests compare our evaluator with, bit for bit.

    python3 training/python/predict.py MODEL ROWS COLUMNS OUT

ROWS are big-endian floats, row after row, COLUMNS each; OUT takes the margins of all rows, then their predictions, in the same form.
"""

import pathlib
import sys

import numpy as np
import xgboost as xgb


def main(model, rows, columns, out):
    booster = xgb.Booster(model_file=model)
    features = np.fromfile(rows, dtype=">f4").astype(np.float32).reshape(-1, int(columns))
    matrix = xgb.DMatrix(features, feature_names=booster.feature_names)
    results = [booster.predict(matrix, output_margin=True), booster.predict(matrix)]
    pathlib.Path(out).write_bytes(np.concatenate(results).astype(">f4").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:5])
