"""Figures of statsmodels for InferenceTest, in double precision. From the root of the repository:

    apt-get install -y python3-statsmodels
    /usr/bin/python3 src/test/python/inference_figures.py > src/test/resources/io/linreg/inference.json

The data is data/advertising.csv, all 200 rows in their order: sales ~ TV + radio + newspaper.
Weighted rows weigh 1, 2, 3, 4, 5, 1, 2, ... in turn.
"""
import json

import numpy as np
import pandas as pd
import scipy
import statsmodels
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.stats.stattools import durbin_watson

table = pd.read_csv("data/advertising.csv", index_col=0)
X = table[["TV", "radio", "newspaper"]].to_numpy()
y = table["sales"].to_numpy()
with_one = sm.add_constant(X)
weights = 1.0 + np.arange(len(y)) % 5
new_rows = np.array([[100.0, 20, 30], [0, 0, 0], [300, 50, 120], [-500, 1000, 3]])


def figures(fit):
    return {
        "coef": fit.params.tolist(), "std_err": fit.bse.tolist(), "t": fit.tvalues.tolist(), "p": fit.pvalues.tolist(),
        "ci95": fit.conf_int().tolist(), "ci80": fit.conf_int(0.2).tolist(), "covariance": fit.cov_params().tolist(),
        "r2": fit.rsquared, "adj_r2": fit.rsquared_adj, "f": float(fit.fvalue), "f_p": float(fit.f_pvalue),
        "log_likelihood": fit.llf, "aic": fit.aic, "bic": fit.bic, "residual_std_err": float(np.sqrt(fit.scale)),
        "df_model": fit.df_model, "df_residual": fit.df_resid, "condition_number": fit.condition_number,
        "durbin_watson": float(durbin_watson(fit.wresid)),
    }


def intervals(fit, exog):
    frames = {}
    for share in (0.95, 0.8):
        frame = fit.get_prediction(exog).summary_frame(1 - share)
        frames[f"{share}"] = {name: frame[name].tolist() for name in frame.columns}
    return frames


def influence(fit):
    of = fit.get_influence()
    return {"leverage": of.hat_matrix_diag.tolist(), "cook": of.cooks_distance[0].tolist(),
            "standardized": of.resid_studentized_internal.tolist()}


def vif(exog):
    return [variance_inflation_factor(exog, j) for j in range(exog.shape[1])]


ols = sm.OLS(y, with_one)
wls = sm.WLS(y, with_one, weights=weights)
origin = sm.OLS(y, X)
# Weighted rows are rows times the roots of their weights: their leverage is that of those.
root = np.sqrt(weights)
whitened = sm.OLS(y * root, with_one * root[:, None], hasconst=True)
out = {"versions": {"statsmodels": statsmodels.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
       "new_rows": new_rows.tolist()}
for kind in ("nonrobust", "HC0", "HC1", "HC2", "HC3"):
    name = "classical" if kind == "nonrobust" else kind
    for rows, model, new in (("plain", ols, sm.add_constant(new_rows, has_constant="add")),
                             ("weighted", wls, sm.add_constant(new_rows, has_constant="add")),
                             ("no_intercept", origin, new_rows)):
        fit = model.fit(cov_type=kind, use_t=True)
        out.setdefault(rows, {})[name] = {**figures(fit), "intervals": intervals(fit, new)}
out["plain"]["influence"] = influence(ols.fit())
out["no_intercept"]["influence"] = influence(origin.fit())
out["weighted"]["influence"] = influence(whitened.fit())
out["plain"]["vif"] = vif(with_one)[1:]
out["no_intercept"]["vif"] = vif(X)
residuals = ols.fit().resid
out["plain"]["residual_quantiles"] = np.quantile(residuals, [0, 0.25, 0.5, 0.75, 1]).tolist()
print(json.dumps(out, indent=1))
