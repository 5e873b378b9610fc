"""What models learn from a poisoned table before and after cleaning.

    damage.py JOBS RESULTS

JOBS has one JSON object a line: name, train, test, label, source (or null), triggered and target (or null), planted and
held (row numbers from 1). RESULTS gets one object a line: name, cleaning, model, removed, accuracy on the test rows, and
success: the share of triggered rows of other classes that the model takes for the target.

Cleanings: poisoned (nothing removed), oracle (the planted rows removed), taster (the held rows removed), cleanlab (label
issues by 5-fold logistic regression removed) and iforest (the outliers of PyOD's IForest at its own contamination of a
tenth removed). Categories are one-hot, numbers standardised, missing ones the median: fitted to the rows that a model
learns from. Models: logistic regression and histogram gradient boosting of scikit-learn.
"""
import json
import multiprocessing
import os
import sys
import warnings

# One thread a process: cases run side by side, and the libraries' threads would wait for each other.
for library in "OMP", "OPENBLAS", "MKL":
    os.environ[library + "_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from cleanlab.filter import find_label_issues
from pyod.models.iforest import IForest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

MISSING = ["?", "NA", "N/A", "nan", "NaN", "null", ""]
MODELS = {
    "logistic": lambda: LogisticRegression(max_iter=1000),
    "boosting": lambda: HistGradientBoostingClassifier(random_state=0),
}


def read(path, label, source):
    table = pd.read_csv(path, dtype=str, na_values=MISSING, keep_default_na=False, skipinitialspace=True)
    labels = table.pop(label).to_numpy()
    return table.drop(columns=[source] if source in table else []), labels


def typed(tables):
    """Columns whose every value in the first table is a number become numbers in all."""
    for name in tables[0].columns:
        if pd.to_numeric(tables[0][name], errors="coerce").isna().equals(tables[0][name].isna()):
            for table in tables:
                table[name] = pd.to_numeric(table[name], errors="coerce")
        else:
            for table in tables:
                table[name] = table[name].fillna("missing").astype(object)
    return tables


def preparation(table):
    numbers = table.select_dtypes("number").columns.tolist()
    categories = [name for name in table.columns if name not in numbers]
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median", keep_empty_features=True), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), categories),
    )


def peers(features, labels):
    x = preparation(features).fit_transform(features)
    codes = np.unique(labels, return_inverse=True)[1]
    folds = StratifiedKFold(max(2, min(5, np.bincount(codes).min())), shuffle=True, random_state=0)
    chances = cross_val_predict(LogisticRegression(max_iter=1000), x, codes, cv=folds, method="predict_proba")
    return {
        "cleanlab": find_label_issues(codes, chances, n_jobs=1),
        "iforest": IForest(random_state=0).fit(x).labels_ == 1,
    }


def measure(model, train, labels, test, truth, triggered, target):
    prepare = preparation(train)
    if len(set(labels)) < 2:
        predict = lambda table: np.repeat(labels[:1], len(table))
    else:
        fitted = MODELS[model]().fit(prepare.fit_transform(train), labels)
        predict = lambda table: fitted.predict(prepare.transform(table))
    result = {"accuracy": float(np.mean(predict(test) == truth)), "success": None}
    if triggered is not None and len(triggered):
        result["success"] = float(np.mean(predict(triggered) == target))
    return result


def judge(job):
    train, labels = read(job["train"], job["label"], job["source"])
    test, truth = read(job["test"], job["label"], job["source"])
    tables, target = [train, test], job["target"]
    if job["triggered"]:
        triggered, classes = read(job["triggered"], job["label"], job["source"])
        tables.append(triggered[classes != target])
    tables = typed(tables)
    train, test, triggered = tables[0], tables[1], tables[2] if len(tables) > 2 else None
    removed = {"poisoned": np.zeros(len(train), bool)}
    for name, rows in ("oracle", job["planted"]), ("taster", job["held"]):
        removed[name] = np.isin(np.arange(1, len(train) + 1), rows)
    removed.update(peers(train, labels))
    for model in MODELS:
        known = {}
        for cleaning, gone in removed.items():
            key = gone.tobytes()
            if key not in known:
                known[key] = measure(model, train[~gone], labels[~gone], test, truth, triggered, target)
            yield {"name": job["name"], "cleaning": cleaning, "model": model, "removed": int(gone.sum()), **known[key]}


def results(line):
    warnings.filterwarnings("ignore")
    return [json.dumps(result) + "\n" for result in judge(json.loads(line))]


if __name__ == "__main__":
    with open(sys.argv[1]) as jobs, open(sys.argv[2], "w") as file, multiprocessing.Pool() as pool:
        for lines in pool.imap(results, jobs):
            file.writelines(lines)
