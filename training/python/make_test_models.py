"""Writes the model files of lb-model's tests that Python's XGBoost made, each with rows and what Python predicts for them.

The oracle of most tests is xgboost4j 3.0.4; these files show that models of the Python package, which writes newer files
(base_score as an array, "cats"), are read as Python reads them. Run it again only to add a model, in an environment of its own:

    python3 -m venv venv && venv/bin/pip install xgboost==3.2.0
    venv/bin/python training/python/make_test_models.py lb-model/src/test/resources/io/adaptivelb/boosting

An expectation file holds a row of features, "|", the margins, "|" and the predictions a line, each float as the hexadecimal
digits of its bits.
"""

import pathlib
import sys

import numpy as np
import xgboost as xgb

FEATURES = ["cpu_ratio", "in_flight", "latency_log", "error_ratio", "age_minutes"]
ROWS = 60


def rows(random, count):
    data = random.normal(size=(count, len(FEATURES))).astype(np.float32)
    data[:, 1] = np.floor(np.exp(data[:, 1]))
    data[random.random(data.shape) < 0.1] = np.nan
    return data


def hexadecimal(values):
    return " ".join(f"{bits:08x}" for bits in np.asarray(values, dtype=np.float32).ravel().view(np.uint32))


def write(folder, name, suffix, parameters, label, rounds=8, feature_types=None, attributes=None, refused=False):
    random = np.random.default_rng(11)
    data = rows(random, 2_000)
    if feature_types:
        data[:, 4] = random.integers(0, 5, size=len(data))
    clean = np.nan_to_num(data)
    noise = random.normal(size=len(data)) * 0.3
    if feature_types:
        noise += 3 * np.isin(data[:, 4], [1, 3])
    target = label(clean[:, 0] + np.sin(2 * clean[:, 2]) + 0.2 * clean[:, 1] + noise)
    train = xgb.DMatrix(data, target, feature_names=FEATURES, feature_types=feature_types, enable_categorical=True)
    booster = xgb.train(dict(parameters, seed=1, nthread=1, max_depth=4), train, rounds)
    booster.set_attr(**(attributes or {}))
    booster.save_model(folder / f"{name}.{suffix}")
    if refused:
        return
    fresh = rows(random, ROWS)
    matrix = xgb.DMatrix(fresh, feature_names=FEATURES)
    margins = booster.predict(matrix, output_margin=True)
    predictions = booster.predict(matrix)
    with open(folder / f"{name}.expected", "w", encoding="ascii") as lines:
        for row, margin, prediction in zip(fresh, margins, predictions):
            lines.write(f"{hexadecimal(row)} | {hexadecimal(margin)} | {hexadecimal(prediction)}\n")


def main(folder):
    numbers = lambda value: value
    events = lambda value: (value > 1).astype(np.float32)
    counts = lambda value: np.floor(np.abs(value))
    write(folder, "python-squared-error", "json", {"objective": "reg:squarederror"}, numbers,
          attributes={"schema": "test"})
    write(folder, "python-logistic", "ubj", {"objective": "binary:logistic"}, events)
    write(folder, "python-never", "json", {"objective": "binary:logistic"}, lambda value: np.zeros_like(value), 2)
    write(folder, "python-quantiles", "ubj",
          {"objective": "reg:quantileerror", "quantile_alpha": [0.5, 0.9, 0.99]}, numbers)
    write(folder, "python-poisson", "json", {"objective": "count:poisson"}, counts, 4)
    write(folder, "python-absolute-error", "ubj", {"objective": "reg:absoluteerror"}, numbers)
    write(folder, "python-categories", "ubj", {"objective": "reg:squarederror"}, numbers, 2,
          feature_types=["float"] * 4 + ["c"], refused=True)
    write(folder, "python-vector-leaves", "ubj",
          {"objective": "reg:squarederror", "multi_strategy": "multi_output_tree"},
          lambda value: np.stack([value, -value], axis=1), 2, refused=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
