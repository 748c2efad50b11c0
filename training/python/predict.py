"""Predicts rows with model files, by Python's own XGBoost: what the tests compare our evaluator with, bit for bit.

    python3 training/python/predict.py ROWS COLUMNS MODEL...

ROWS are big-endian floats, row after row, COLUMNS each. MODEL.predicted takes the margins of all rows, then their predictions, in the
same form.
"""

import pathlib
import sys

import numpy as np
import xgboost as xgb


def main(rows, columns, *models):
    features = np.fromfile(rows, dtype=">f4").astype(np.float32).reshape(-1, int(columns))
    for model in models:
        booster = xgb.Booster(model_file=model)
        matrix = xgb.DMatrix(features, feature_names=booster.feature_names)
        results = [booster.predict(matrix, output_margin=True), booster.predict(matrix)]
        pathlib.Path(model + ".predicted").write_bytes(np.concatenate(results).astype(">f4").tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
