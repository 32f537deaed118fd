"""The script that an analyst would write instead: overlay, sjoin and groupby.

Run as ``python benchmarks/analyst.py areas|progress AREAS STOCK REGISTER DAY``, on the files that
the commands read.  It answers under one definition, keeps no ledger, rounds each part by itself
(so that the parts need not sum to the decision), and checks nothing.
"""

import sys

import geopandas as gpd
import pandas as pd

TENURES = ["hyresratt", "bostadsratt", "aganderatt", "oklar"]
what, areas_file, stock_file, register_file, day = sys.argv[1:]
areas = gpd.read_file(areas_file).query("niva == 'primaromrade'")[["kod", "namn", "geometry"]]
stock = pd.read_csv(stock_file, dtype={"kod": str}).query("niva == 'primaromrade'")
mix = stock.pivot_table("antal", "kod", "upplatelseform", "sum", fill_value=0)
rows = pd.read_csv(register_file)
rows = rows[rows.datum <= day].sort_values("datum").groupby("id").last().reset_index()
rows = rows[rows.handelse != "aterkallad"]
plots = gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries.from_wkt(rows.wkt), crs=areas.crs)
plots["whole"] = plots.area
points = gpd.sjoin(plots[plots.whole == 0], areas)
parts = gpd.overlay(plots[plots.whole > 0], areas, keep_geom_type=True)
parts[TENURES] = parts[TENURES].mul(parts.area / parts.whole, axis=0).round()
placed = pd.concat([points, parts])
if what == "areas":
    coming = placed.groupby("kod")[TENURES].sum().add_prefix("coming_")
    shares = mix.drop(columns="okand", errors="ignore")
    shares = shares.div(shares.sum(axis=1), axis=0).round(3)
    print(areas[["kod", "namn"]].merge(shares, on="kod").merge(coming, on="kod").to_string())
else:
    known = mix[["hyresratt", "bostadsratt", "aganderatt"]]
    majority = known.index[known.bostadsratt * 2 > known.sum(axis=1)]
    counting = placed[placed.kod.isin(majority) & (placed.datum >= "2025-01-01")]
    print(int(counting.hyresratt.sum()))
