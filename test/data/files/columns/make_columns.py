"""Makes the files of this folder, as pandas, polars and pyarrow write them: pip install pandas polars pyarrow; python make_columns.py"""

import datetime
import decimal
import pathlib

import pandas as pd
import polars as pl
import pyarrow as pa
from pyarrow import feather, ipc

HERE = pathlib.Path(__file__).parent
DAYS = [datetime.date(2024, 3, 4), datetime.date(2024, 3, 5)]
PRICES = {"open": [10.0, 11.0], "high": [12.0, 13.0], "low": [9.0, 10.0], "close": [11.0, 12.0], "volume": [500, 600]}

# The columns are long enough for matches that reach into themselves, which only long files have.
LONG = 3000
long_days = pd.date_range("2010-01-01", periods=LONG)
long = pd.DataFrame({"date": long_days, "close": [100 + row % 7 for row in range(LONG)]})
long.astype({"close": "float64"}).to_feather(HERE / "long_lz4.feather")

daily = pa.table({"date": pa.array(DAYS, pa.date32()), **PRICES})
feather.write_feather(daily, HERE / "days_lz4.feather")
feather.write_feather(daily, HERE / "days_zstd.feather", compression="zstd")
feather.write_feather(daily, HERE / "days_plain.feather", compression="uncompressed")
with ipc.new_stream(HERE / "days.arrows", daily.schema) as stream:
    stream.write_table(daily, max_chunksize=1)
pl.DataFrame({"date": DAYS, **PRICES}).write_ipc(HERE / "days_polars.arrow", compression="lz4")

cents = [decimal.Decimal("10.00"), decimal.Decimal("11.00")]
typed = {
    "date": pa.array(DAYS, pa.date32()).cast(pa.timestamp("ns")).cast(pa.timestamp("ns", "UTC")),
    "ticker": pa.array(["ABC", "ABC"]).dictionary_encode(),
    "open": pa.array(cents, pa.decimal128(12, 2)),
    "high": pa.array([12, 13], pa.float32()),
    "low": pa.array([9, 10], pa.int64()),
    "close": pa.array([decimal.Decimal("10.1000000000000000055"), decimal.Decimal("12.5")], pa.decimal256(40, 19)),
    "gone": pa.array([None, 1.5]),
}
feather.write_feather(pa.table(typed), HERE / "types.feather")

# 09:30 in New York, without saying so: what pandas has without a zone.
clock = pd.DataFrame({"datetime": pd.to_datetime(["2024-03-08 09:30", "2024-03-11 09:30"]), **PRICES})
clock.to_feather(HERE / "clock.feather")
clock.to_parquet(HERE / "clock.parquet")
zoned = clock.assign(datetime=clock["datetime"].dt.tz_localize("America/New_York"))
zoned.to_feather(HERE / "zoned.feather")
zoned.to_parquet(HERE / "zoned.parquet")
