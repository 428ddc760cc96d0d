"""Runs programs in copies of a process that has loaded what they import, since importing takes most of their time.

Each line that comes in is an order: the words of the command, the folder to run in, its environment, and the files that
take what it prints. Each line that goes out is how a copy ended, as `os.waitpid` tells it.
"""

import json
import os
import runpy
import sys

import lightgbm  # noqa: F401
import pandas as pd  # noqa: F401
import sklearn.calibration
import sklearn.compose
import sklearn.ensemble
import sklearn.feature_extraction.text
import sklearn.impute
import sklearn.linear_model
import sklearn.model_selection
import sklearn.pipeline
import sklearn.tree  # noqa: F401

for line in sys.stdin:
    order = json.loads(line)
    copy = os.fork()
    if copy == 0:
        break
    print(os.waitpid(copy, 0)[1], flush=True)
else:
    sys.exit()
os.chdir(order["folder"])
os.environ.clear()
os.environ.update(order["environment"])
for number, path in enumerate((os.devnull, order["out"], order["err"])):
    file = os.open(path, os.O_RDWR | os.O_CREAT)
    os.dup2(file, number)
    os.close(file)
sys.argv = order["command"]
runpy.run_path(sys.argv[0], run_name="__main__")
