"""Writes sobol.json: points of scipy's Sobol sequence (unscrambled), which has the same direction numbers (Joe & Kuo 2008).

    pip install scipy && python test/factory/draw/golden/generate.py
"""

import json
from pathlib import Path

import scipy
from scipy.stats import qmc

points = {str(d): qmc.Sobol(d, scramble=False, bits=32).random(32).tolist() for d in (1, 2, 7)}
far = qmc.Sobol(40, scramble=False, bits=32)
far.fast_forward(1023)
golden = {"scipy": scipy.__version__, "first": points, "from1023": far.random(4).tolist()}
Path(__file__).with_name("sobol.json").write_text(json.dumps(golden) + "\n")
