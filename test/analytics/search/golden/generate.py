"""Writes fanova.json: main effects of one regression tree by Optuna's fANOVA, on a tree that scikit-learn has grown.

    pip install scikit-learn optuna && python test/analytics/search/golden/generate.py
"""

import json
from pathlib import Path

import numpy as np
import optuna
import sklearn
from optuna.importance._fanova._tree import _FanovaTree
from sklearn.tree import DecisionTreeRegressor

random = np.random.default_rng(7)
points = random.integers(1, 1023, size=(200, 3)) / 1024
scores = np.sin(6 * points[:, 0]) + 0.5 * points[:, 1] ** 2 + 0.3 * points[:, 0] * points[:, 2] + 0.01 * random.normal(size=200)
tree = DecisionTreeRegressor(min_samples_leaf=5, random_state=0).fit(points, scores)
fanova = _FanovaTree(tree.tree_, np.array([[0.0, 1.0]] * 3))
shares = [fanova.get_marginal_variance(np.array([axis])) / fanova.variance for axis in range(3)]
golden = {
    "versions": {"optuna": optuna.__version__, "scikit-learn": sklearn.__version__},
    "points": points.tolist(),
    "scores": scores.tolist(),
    "leaves": int(tree.get_n_leaves()),
    "shares": shares,
}
Path(__file__).with_name("fanova.json").write_text(json.dumps(golden) + "\n")
