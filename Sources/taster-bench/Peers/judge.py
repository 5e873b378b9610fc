"""Rows that a public tool would put aside from a CSV file whose last column is the label.

    judge.py cleanlab|iforest FILE HELD      writes the numbers of the rows, from 1, one a line
"""
import sys

import numpy as np
import pandas as pd


def cleanlab(features, labels):
    from cleanlab.filter import find_label_issues
    from joblib.externals.loky import get_reusable_executor
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
    chances = cross_val_predict(model, features, labels, cv=5, method="predict_proba", n_jobs=-1)
    # Only processes that have ended count in the parent's processor time.
    get_reusable_executor().shutdown(wait=True)
    return find_label_issues(labels, chances, n_jobs=1)


def iforest(features, labels):
    from pyod.models.iforest import IForest

    return IForest(random_state=0, n_jobs=-1).fit(features).labels_ == 1


if __name__ == "__main__":
    tool, path, held = sys.argv[1:]
    table = pd.read_csv(path)
    labels = table.pop(table.columns[-1]).astype("category").cat.codes.to_numpy()
    flags = {"cleanlab": cleanlab, "iforest": iforest}[tool](table.to_numpy(), labels)
    np.savetxt(held, np.flatnonzero(flags) + 1, fmt="%d")
