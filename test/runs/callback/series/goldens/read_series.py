"""What pandas, polars and pyarrow read from the Parquet files named as arguments, as one JSON document.

Asked by series-readers.test.ts with UPDATE_GOLDEN=1 and PYTHON=<an interpreter with pandas, polars and pyarrow>.
"""

import json
import math
import pathlib
import sys

import pandas as pd
import polars as pl
import pyarrow.parquet as pq


def plain(value):
    """Numbers by their shortest digits, so that the sign of zero and NaN are kept; moments and days in ISO 8601."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else repr(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def with_arrow(path):
    table = pq.read_table(path)
    return {field.name: [str(field.type), [plain(v) for v in table.column(field.name).to_pylist()]] for field in table.schema}


def with_polars(path):
    return {column.name: [str(column.dtype), [plain(v) for v in column.to_list()]] for column in pl.read_parquet(path)}


def with_pandas(path):
    frame = pd.read_parquet(path)
    return {name: [str(frame[name].dtype), [plain(v) for v in frame[name].tolist()]] for name in frame}


READERS = {"pyarrow": with_arrow, "polars": with_polars, "pandas": with_pandas}
files = [pathlib.Path(name) for name in sys.argv[1:]]
print(json.dumps({file.name: {reader: read(file) for reader, read in READERS.items()} for file in files}))
