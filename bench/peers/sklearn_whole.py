"""linreg's main job as scikit-learn's users write it: CSV. Prints the object that linreg prints, as far as it is looked at."""

import json
import sys

from line_protocol import load

pandas = load("pandas")
LinearRegression = load("sklearn.linear_model").LinearRegression
metrics = load("sklearn.metrics")
train_test_split = load("sklearn.model_selection").train_test_split

table = pandas.read_csv(sys.argv[1])
X, y = table.drop(columns="y"), table["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = LinearRegression().fit(X_train, y_train)
judged = {}
for name, features, target in ("train", X_train, y_train), ("test", X_test, y_test):
    predicted = model.predict(features)
    judged[name] = {
        "mse": metrics.mean_squared_error(target, predicted),
        "mae": metrics.mean_absolute_error(target, predicted),
        "r2": metrics.r2_score(target, predicted),
    }
print(json.dumps({"coefficients": dict(zip(X.columns, model.coef_)), "intercept": model.intercept_, "metrics": judged}))
