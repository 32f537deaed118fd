"""The script that an analyst would write instead: overlay, sjoin and groupby, or folium.

Run as ``python benchmarks/analyst.py areas|progress|map AREAS STOCK REGISTER DAY``, on the files
that the commands read.  It answers under one definition, keeps no ledger, rounds each part by
itself (so that the parts need not sum to the decision), and checks nothing.  The map, written to
``folium.html``, shows the shares of today and a marker for each allocation, with popups.
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
if what == "map":
    import folium

    shares = mix.drop(columns="okand", errors="ignore")
    shares = shares.div(shares.sum(axis=1), axis=0).mul(100).round(1).reset_index()
    shown = areas.merge(shares, on="kod", how="left").to_crs(4326)
    middle = shown.total_bounds
    page = folium.Map([(middle[1] + middle[3]) / 2, (middle[0] + middle[2]) / 2], zoom_start=10)
    popup = folium.GeoJsonPopup(["namn", *TENURES[:3]])
    folium.GeoJson(shown, popup=popup).add_to(page)
    points = plots.representative_point().to_crs(4326)
    for row, point in zip(plots.itertuples(), points, strict=True):
        words = ", ".join(f"{name} {getattr(row, name):.0f}" for name in TENURES)
        popup = folium.Popup(f"{row.namn} ({row.datum}): {words}")
        folium.Marker([point.y, point.x], popup=popup).add_to(page)
    page.save("folium.html")
    sys.exit()
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
