"""Trains a serving model with Python's own XGBoost from a data set that `lb export` wrote, and imports it.

    pip install xgboost pyarrow
    python3 training/python/train_and_import.py DATASET OUT
    ./lb model import OUT --reason "trained in a notebook"

OUT is a folder with one file a head, features.json, and manifest.json; --import DATA runs the last line, too, into the registry of
the data folder DATA. features.json tells a server what the model has seen, so that it does not ask it of anything else. Change what you like between reading and saving: what is imported has to want the features of the schema by name
and order, to be monotone where physics says so, and to say something sane; `lb model import` names what it is not.
"""

import argparse
import datetime
import json
import os
import pathlib
import subprocess

# Waiting threads that spin make training many times slower where other programs run too; read when the library is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import pyarrow.parquet as pq
import xgboost as xgb

TARGET = "target."
KEYS = {"time", "cluster", "endpoint"}
# More load never makes latency lower, and more errors now never make failures rarer.
RISING = {"latency_p50": "planned_utilisation", "latency_p90": "planned_utilisation", "latency_p99": "planned_utilisation",
          "failure": "error_ratio"}
HELD_OUT = 0.2
GAP = np.timedelta64(120, "s")
# Of what is known of a feature, in features.json.
LEVELS = np.array([0.001, 0.01, 0.5, 0.99, 0.999])


def read(folder):
    """Columns of all parts by name, and what the parts say of themselves."""
    parts = sorted(pathlib.Path(folder).glob("part-*.parquet"))
    if not parts:
        raise SystemExit(f"{folder} has no part-00000.parquet; lb export writes one")
    metadata = {key.decode(): value.decode() for key, value in pq.read_schema(parts[0]).metadata.items()}
    tables = [pq.read_table(part) for part in parts]
    return {name: np.concatenate([table[name].to_numpy() for table in tables]) for name in tables[0].column_names}, metadata


def hold_out(columns):
    """The last fifth of each cluster's time is held out, and what is just before it belongs to neither."""
    time = columns["time"]
    train = np.zeros(len(time), dtype=bool)
    held_out = np.zeros(len(time), dtype=bool)
    for cluster in np.unique(columns["cluster"]):
        here = columns["cluster"] == cluster
        first, last = time[here].min(), time[here].max()
        cut = last - (last - first) * HELD_OUT
        train |= here & (time < cut - GAP)
        held_out |= here & (time >= cut)
    return train, held_out


def train(columns, features, target, rounds, threads):
    """The booster of a head, and its error on what was held out over that of always saying 0."""
    label = columns[TARGET + target]
    fit, watch = (rows & ~np.isnan(label) for rows in hold_out(columns))
    if fit.sum() < 200 or watch.sum() < 50 or np.ptp(label[fit]) == 0:
        return None, None
    rows = np.stack([columns[name] for name in features], axis=1)
    if not target.startswith("latency"):
        # Scoring asks of these before the load is dealt out.
        rows[:, features.index("planned_utilisation")] = np.nan
    failure = target == "failure"
    parameters = {
        "objective": "binary:logistic" if failure else "reg:squarederror",
        "eval_metric": "logloss" if failure else "rmse",
        "tree_method": "hist", "max_depth": 6, "eta": 0.08, "min_child_weight": 50, "subsample": 0.8,
        "colsample_bytree": 0.6, "seed": 1, "nthread": threads,
        "monotone_constraints": tuple(int(name == RISING.get(target)) for name in features),
    }
    matrices = [xgb.DMatrix(rows[chosen], label[chosen], feature_names=features) for chosen in (fit, watch)]
    booster = xgb.train(parameters, matrices[0], rounds, evals=[(matrices[1], "held_out")],
                        early_stopping_rounds=25, verbose_eval=False)
    booster = booster[: booster.best_iteration + 1]
    predicted = booster.predict(matrices[1])
    reference = label[fit].mean() if failure else 0
    return booster, np.mean((label[watch] - predicted) ** 2) / np.mean((label[watch] - reference) ** 2)


def seen(column):
    """The share of rows without a feature, and the quantiles of the others, each a value that occurs."""
    known = column[~np.isnan(column)]
    if len(known) == 0:
        return {"missing": 1, "quantiles": []}
    places = np.floor(LEVELS * (len(known) - 1) + 0.5).astype(int)
    return {"missing": 1 - len(known) / len(column), "quantiles": np.partition(known, places)[places].tolist()}


def instant(time):
    return str(np.datetime_as_string(time.astype("datetime64[ms]"))) + "Z"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--threads", type=int, default=0, help="0: one a processor")
    parser.add_argument("--format", choices=["ubj", "json"], default="ubj")
    parser.add_argument("--import", dest="data", metavar="DATA", help="import into the registry of this data folder")
    options = parser.parse_args()
    columns, metadata = read(options.dataset)
    features = [name for name in columns if name not in KEYS and not name.startswith(TARGET)]
    targets = [name[len(TARGET):] for name in columns if name.startswith(TARGET)]
    options.out.mkdir(parents=True, exist_ok=True)
    heads, metrics = [], {}
    for target in targets:
        booster, error = train(columns, features, target, options.rounds, options.threads)
        kept = booster is not None and error < 1
        print(f"{target}: " + ("nothing to learn from" if booster is None else
              f"{booster.num_boosted_rounds()} rounds, error {error:.3f} of the baseline's"), "" if kept else "(left out)")
        if kept:
            name = f"{target}.{options.format}"
            booster.save_model(options.out / name)
            heads.append({"name": target, "target": f"column {TARGET}{target} of the data set", "file": name})
            metrics[f"{target}.gain"] = float(1 - error)
    if not heads:
        raise SystemExit("no head is better than its baseline; nothing was written")
    manifest = {
        "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "featureSchema": metadata["adaptivelb.schema"],
        "data": {"from": instant(columns["time"].min()), "to": instant(columns["time"].max()),
                 "rows": len(columns["time"]), "source": options.dataset.resolve().name},
        "parameters": {"rounds": str(options.rounds), "depth": "6", "learningRate": "0.08"},
        "metrics": metrics,
        "seeds": [1],
        "provenance": {"tool": "xgboost (Python)", "toolVersion": xgb.__version__},
        "heads": heads,
    }
    ranges = {"format": 1, "features": {name: seen(columns[name]) for name in features}}
    (options.out / "features.json").write_text(json.dumps(ranges) + "\n", encoding="utf-8")
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    if options.data:
        lb = pathlib.Path(__file__).resolve().parents[2] / "lb"
        subprocess.run([lb, "model", "import", options.out, "--data", options.data,
                        "--reason", "trained with Python's XGBoost"], check=True)


if __name__ == "__main__":
    main()
