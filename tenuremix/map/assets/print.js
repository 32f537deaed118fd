// Print: the map has a size of its own, which Leaflet must know before the page is laid out.
"use strict";

function makePrint(app) {
  const { map } = app;
  let before = null; // where the map stood on the screen

  return function print(on) {
    if (on === Boolean(before)) return; // some browsers say it twice
    app.popups.close();
    const bounds = map.getBounds();
    const whole = map.getZoom() <= app.wholeZoom + 0.01;
    if (on) before = { centre: map.getCenter(), zoom: map.getZoom(), wholeZoom: app.wholeZoom };
    document.documentElement.classList.toggle("printing", on);
    document.documentElement.classList.toggle("presenting", !on && app.show.running());
    map.invalidateSize({ animate: false });
    if (!on) {
      app.wholeZoom = before.wholeZoom;
      map.setView(before.centre, before.zoom, { animate: false });
      before = null;
    } else if (whole) app.areas.fit();
    else map.fitBounds(bounds, { animate: false });
    app.placeAll();
  };
}
