-- What a shared database of tenuremix holds: the contract as tables that enforce it.
-- `tenuremix database create` puts in what stands in braces: schemas, the SRID and lists of codes.
SET LOCAL search_path = {schema}, {postgis}, pg_temp;

CREATE TABLE kallor (
    nr integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tabell text NOT NULL CONSTRAINT tabell_kand CHECK (tabell IN ('omraden', 'bestand', 'register')),
    fil text,
    producer text,
    title text,
    describes_on date,
    published_on date,
    fetched_on date,
    licence text,
    link text,
    sha256 text,
    notes text[],
    edition text,
    schematic boolean,
    fictional boolean,
    suppressed_max integer CONSTRAINT suppressed_max_antal CHECK (suppressed_max >= 0),
    complete boolean,
    complete_from date,
    complete_until date,
    oklar text CONSTRAINT oklar_kand CHECK (oklar IN ('ej_beslutad', 'okand')),
    inlagd_av text,
    inlagd_nar timestamptz
);
COMMENT ON TABLE kallor IS 'Varifrån raderna i en tabell kommer, och vad de förutsätter.';

CREATE TABLE omraden (
    rad bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kod text NOT NULL,
    namn text,
    niva text NOT NULL,
    foralder text,
    geom geometry(Geometry, {srid})
        CONSTRAINT geom_slag CHECK (GeometryType(geom) IN ('POLYGON', 'MULTIPOLYGON'))
        CONSTRAINT geom_giltig CHECK (ST_IsValid(geom))
        CONSTRAINT geom_tom CHECK (NOT ST_IsEmpty(geom)),
    kalla integer REFERENCES kallor,
    inlagd_av text,
    inlagd_nar timestamptz,
    CONSTRAINT omrade_en_gang UNIQUE (kod, niva)
);
CREATE INDEX omraden_niva ON omraden (niva, inlagd_nar);
CREATE INDEX omraden_nar ON omraden (inlagd_nar);
CREATE INDEX omraden_geom ON omraden USING gist (geom);
COMMENT ON TABLE omraden IS 'Områden av en utgåva; alla nivåer läggs in i en transaktion.';

CREATE TABLE bestand (
    rad bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    niva text NOT NULL,
    kod text NOT NULL,
    datum date NOT NULL CONSTRAINT datum_dag CHECK (datum BETWEEN {forsta_dag} AND {sista_dag}),
    hustyp text NOT NULL CONSTRAINT hustyp_kand CHECK (hustyp = ANY ({hustyp})),
    upplatelseform text NOT NULL
        CONSTRAINT upplatelseform_kand CHECK (upplatelseform = ANY ({upplatelseform})),
    antal integer CONSTRAINT antal_helt CHECK (antal >= 0),
    suppressed_min integer CONSTRAINT suppressed_min_helt CHECK (suppressed_min >= 0),
    suppressed_max integer CONSTRAINT suppressed_max_helt CHECK (suppressed_max >= suppressed_min),
    kalla integer REFERENCES kallor,
    inlagd_av text,
    inlagd_nar timestamptz,
    CONSTRAINT bestand_en_gang UNIQUE (niva, kod, datum, hustyp, upplatelseform)
);
CREATE INDEX bestand_argang ON bestand (niva, datum, inlagd_nar);
CREATE INDEX bestand_sist ON bestand (niva, datum, rad);
COMMENT ON TABLE bestand IS
    'Bostäder per område, hustyp och upplåtelseform; antal är tomt där utgivaren har dolt det. '
    'En årgång läggs in hel i en transaktion, med alla nivåns områden.';

CREATE TABLE register (
    rad bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL,
    namn text,
    datum date NOT NULL CONSTRAINT datum_dag CHECK (datum BETWEEN {forsta_dag} AND {sista_dag}),
    datum_angivet text,
    handelse text NOT NULL CONSTRAINT handelse_kand CHECK (handelse = ANY ({handelse})),
    hyresratt integer CONSTRAINT hyresratt_helt CHECK (hyresratt >= 0),
    bostadsratt integer CONSTRAINT bostadsratt_helt CHECK (bostadsratt >= 0),
    aganderatt integer CONSTRAINT aganderatt_helt CHECK (aganderatt >= 0),
    oklar integer CONSTRAINT oklar_helt CHECK (oklar >= 0),
    byggaktor text,
    diarienummer text,
    samma_som text,
    skild_fran text,
    metod text,
    omrade text,
    giltig_till date
        CONSTRAINT giltig_till_dag CHECK (giltig_till BETWEEN {forsta_dag} AND {sista_dag}),
    undergrupp text CONSTRAINT undergrupp_kand CHECK (undergrupp = ANY ({undergrupp})),
    undantag text CONSTRAINT undantag_kant CHECK (undantag = ANY ({undantag})),
    sannolikhet numeric CONSTRAINT sannolikhet_andel CHECK (sannolikhet BETWEEN 0 AND 1),
    forvantad date
        CONSTRAINT forvantad_dag CHECK (forvantad BETWEEN {forsta_dag} AND {sista_dag}),
    varav_hyresratt integer CONSTRAINT varav_hyresratt_helt CHECK (varav_hyresratt >= 0),
    varav_bostadsratt integer CONSTRAINT varav_bostadsratt_helt CHECK (varav_bostadsratt >= 0),
    varav_aganderatt integer CONSTRAINT varav_aganderatt_helt CHECK (varav_aganderatt >= 0),
    anmarkning text,
    atgard text CONSTRAINT atgard_kand CHECK (atgard = ANY ({atgard})),
    orsak text,
    inlast_ur text,
    registrerad date
        CONSTRAINT registrerad_dag CHECK (registrerad BETWEEN {forsta_dag} AND {sista_dag}),
    geom geometry(Geometry, {srid})
        CONSTRAINT geom_slag CHECK (GeometryType(geom) IN ('POINT', 'POLYGON', 'MULTIPOLYGON'))
        CONSTRAINT geom_giltig CHECK (ST_IsValid(geom))
        CONSTRAINT geom_tom CHECK (NOT ST_IsEmpty(geom)),
    kalla integer REFERENCES kallor,
    inlagd_av text,
    inlagd_nar timestamptz,
    CONSTRAINT giltig_till_efter CHECK (giltig_till >= datum),
    CONSTRAINT undantag_diarienummer CHECK (undantag IS NULL OR diarienummer IS NOT NULL),
    CONSTRAINT sannolikhet_skede CHECK (sannolikhet IS NULL OR handelse = ANY ({sannolikhet_skede})),
    CONSTRAINT forvantad_skede CHECK (forvantad IS NULL OR handelse = ANY ({forvantad_skede})),
    CONSTRAINT varav_skede CHECK (
        num_nonnulls(varav_hyresratt, varav_bostadsratt, varav_aganderatt) = 0
        OR handelse = 'byggstart'),
    CONSTRAINT atgard_orsak CHECK (atgard IS NULL OR orsak IS NOT NULL)
);
-- A correction is a row of its own, of the same decision, with what it does and why; what has been
-- struck may be decided anew.
CREATE INDEX register_beslut ON register (id, datum, handelse, rad);
CREATE INDEX register_geom ON register USING gist (geom);
COMMENT ON TABLE register IS
    'Beslut om markanvisningar, en rad per beslut med de nya totala antalen. Skrivs aldrig om.';

-- Why a row is refused, in words: they are what QGIS and psql show.
CREATE FUNCTION vagra(villkor text, besked text, kod text DEFAULT 'check_violation')
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = kod, CONSTRAINT = villkor, MESSAGE = besked;
END $$;

-- What is empty is NULL, and who added a row and when is the word of the database itself.
CREATE FUNCTION inlagg_kallor() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
BEGIN
    NEW.inlagd_av := session_user;
    NEW.inlagd_nar := transaction_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION inlagg_omraden() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
BEGIN
    NEW.kod := nullif(btrim(normalize(NEW.kod)), '');
    NEW.namn := nullif(btrim(normalize(NEW.namn)), '');
    NEW.niva := nullif(btrim(normalize(NEW.niva)), '');
    NEW.foralder := nullif(btrim(normalize(NEW.foralder)), '');
    NEW.inlagd_av := session_user;
    NEW.inlagd_nar := transaction_timestamp();
    IF EXISTS (SELECT FROM omraden o WHERE o.inlagd_nar < NEW.inlagd_nar)
    OR EXISTS (SELECT FROM omraden o WHERE o.inlagd_nar > NEW.inlagd_nar)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'hel_niva',
            MESSAGE = 'Områdena finns redan: alla nivåer läggs in tillsammans, en gång.',
            HINT = 'En ny utgåva läggs i ett eget schema.';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION inlagg_bestand() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
BEGIN
    NEW.niva := nullif(btrim(normalize(NEW.niva)), '');
    NEW.kod := nullif(btrim(normalize(NEW.kod)), '');
    NEW.hustyp := nullif(btrim(NEW.hustyp), '');
    NEW.upplatelseform := nullif(btrim(NEW.upplatelseform), '');
    NEW.inlagd_av := session_user;
    NEW.inlagd_nar := transaction_timestamp();
    IF EXISTS (SELECT FROM bestand b WHERE b.niva = NEW.niva AND b.datum = NEW.datum
               AND b.inlagd_nar < NEW.inlagd_nar)
    OR EXISTS (SELECT FROM bestand b WHERE b.niva = NEW.niva AND b.datum = NEW.datum
               AND b.inlagd_nar > NEW.inlagd_nar)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'hel_argang',
            MESSAGE = format('Beståndet den %s på nivån %s finns redan: en årgång läggs in hel, en gång.',
                             NEW.datum, NEW.niva),
            HINT = 'En reviderad årgång läggs i ett eget schema.';
    END IF;
    RETURN NEW;
END $$;

-- Whether a geometry lies within so many metres of the areas.
CREATE FUNCTION vid_omradena(plats geometry, meter double precision) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, {schema}, {postgis}, pg_temp AS $$
    SELECT coalesce(bool_and(EXISTS (
        SELECT FROM omraden o WHERE o.geom && ST_Expand(ST_SetSRID(horn, {srid}), meter))), false)
    FROM unnest(ARRAY[ST_MakePoint(ST_XMin(plats), ST_YMin(plats)),
                      ST_MakePoint(ST_XMax(plats), ST_YMax(plats))]) horn
$$;

-- What is wrong with where a geometry lies; NULL where it may lie there.
CREATE FUNCTION fel_plats(plats geometry) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, {schema}, {postgis}, pg_temp AS $$
DECLARE
    mitt text := format('%s, %s', round(ST_X(ST_Centroid(plats))::numeric, 2),
                                  round(ST_Y(ST_Centroid(plats))::numeric, 2));
    zon integer;
BEGIN
    IF plats IS NULL OR NOT EXISTS (SELECT FROM omraden) OR vid_omradena(plats, 10000) THEN
        RETURN NULL;
    ELSIF GeometryType(plats) = 'POINT' AND 0 IN (ST_X(plats), ST_Y(plats)) THEN
        RETURN format('%s är ingen plats: lämna geometrin tom där platsen inte är känd.', mitt);
    ELSIF vid_omradena(plats, 100000) THEN
        FOREACH zon IN ARRAY {zoner}::integer[] LOOP
            IF vid_omradena(ST_Transform(ST_SetSRID(plats, zon), {srid}), 5000) THEN
                RETURN format('Koordinaterna %s är inte i EPSG:%s: de ser ut att vara i EPSG:%s.',
                              mitt, {srid}, zon);
            END IF;
        END LOOP;
        IF ST_XMin(plats) BETWEEN 10000 AND 99999.9
        AND vid_omradena(ST_Translate(plats, 100000, 0), 0) THEN
            RETURN format('Koordinaterna %s ser ut att sakna en siffra.', mitt);
        END IF;
        RETURN NULL;
    ELSIF vid_omradena(ST_FlipCoordinates(plats), 100000) THEN
        RETURN format('Koordinaterna %s är omkastade: öster står före norr.', mitt);
    ELSIF abs(ST_X(ST_Centroid(plats))) <= 180 AND abs(ST_Y(ST_Centroid(plats))) <= 90 THEN
        RETURN format('Koordinaterna %s är longitud och latitud: lagret är i EPSG:%s.', mitt, {srid});
    END IF;
    RETURN format('Koordinaterna %s ligger mer än 100 km från områdena: kontrollera siffrorna '
                  'och koordinatsystemet (EPSG:%s).', mitt, {srid});
END $$;

-- What can be said of a row by itself, and by the rows of its decision.  The constraints of the
-- table hold to the same; here it is said in words.
CREATE FUNCTION granska_rad(ny register) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, {schema}, {postgis}, pg_temp AS $$
DECLARE
    fel record;
    sist register%ROWTYPE;
    nu jsonb := jsonb_build_object();
    rad jsonb;
    plats geometry;
    omradet text;
BEGIN
    FOR fel IN SELECT v.* FROM (VALUES
        ('', ny.id IS NULL, 'id saknas: varje rad har markanvisningens beteckning.'),
        ('', ny.datum IS NULL, 'datum saknas: varje rad har beslutets dag.'),
        ('', ny.handelse IS NULL, format('handelse saknas: välj en av %s.',
            array_to_string({handelse}, ', '))),
        ('handelse_kand', ny.handelse <> ALL ({handelse}), format(
            'Okänd handelse "%s": välj en av %s.', ny.handelse, array_to_string({handelse}, ', '))),
        ('undergrupp_kand', ny.undergrupp <> ALL ({undergrupp}), format(
            'Okänd undergrupp "%s": välj en av %s, eller lämna tomt.', ny.undergrupp,
            array_to_string({undergrupp}, ', '))),
        ('undantag_kant', ny.undantag <> ALL ({undantag}), format(
            'Okänt undantag "%s": välj en av %s, eller lämna tomt.', ny.undantag,
            array_to_string({undantag}, ', '))),
        ('atgard_kand', ny.atgard <> ALL ({atgard}), format(
            'Okänd atgard "%s": välj en av %s, eller lämna tomt.', ny.atgard,
            array_to_string({atgard}, ', '))),
        ('atgard_orsak', ny.atgard IS NOT NULL AND ny.orsak IS NULL,
            'atgard utan orsak: skriv varför beslutet rättas eller stryks.'),
        ('datum_dag', ny.datum NOT BETWEEN {forsta_dag} AND {sista_dag}, format(
            'datum %s ligger utanför åren 1900–2100.', ny.datum)),
        ('giltig_till_dag', ny.giltig_till NOT BETWEEN {forsta_dag} AND {sista_dag}, format(
            'giltig_till %s ligger utanför åren 1900–2100.', ny.giltig_till)),
        ('giltig_till_efter', ny.giltig_till < ny.datum, format(
            'giltig_till %s ligger före beslutet %s.', ny.giltig_till, ny.datum)),
        ('undantag_diarienummer', ny.undantag IS NOT NULL AND ny.diarienummer IS NULL,
            'undantag utan diarienummer: ange nämndens beslut.'),
        ('sannolikhet_andel', ny.sannolikhet NOT BETWEEN 0 AND 1, format(
            'sannolikhet %s är ingen andel: väntade ett tal från 0 till 1.', ny.sannolikhet)),
        ('sannolikhet_skede', ny.sannolikhet IS NOT NULL
            AND ny.handelse <> ALL ({sannolikhet_skede}), format(
            'sannolikhet står bara på %s.', array_to_string({sannolikhet_skede}, ', '))),
        ('forvantad_skede', ny.forvantad IS NOT NULL AND ny.handelse <> ALL ({forvantad_skede}),
            format('forvantad står bara på %s.', array_to_string({forvantad_skede}, ', '))),
        ('varav_skede', ny.handelse <> 'byggstart'
            AND num_nonnulls(ny.varav_hyresratt, ny.varav_bostadsratt, ny.varav_aganderatt) > 0,
            'varav_hyresratt, varav_bostadsratt och varav_aganderatt står bara på byggstart.'),
        ('bokstaver', concat_ws(' ', ny.id, ny.namn, ny.byggaktor, ny.diarienummer, ny.samma_som,
            ny.skild_fran, ny.metod, ny.anmarkning, ny.datum_angivet, ny.orsak) ~ {forlorade},
            'En text har förlorat bokstäver (� eller Ã…): skriv den på nytt.'),
        ('geom_slag', GeometryType(ny.geom) NOT IN ('POINT', 'POLYGON', 'MULTIPOLYGON'), format(
            'Geometrin är %s: rita en punkt eller en yta.', GeometryType(ny.geom))),
        ('geom_tom', ST_IsEmpty(ny.geom), 'Geometrin är tom.'),
        ('geom_giltig', NOT ST_IsValid(ny.geom), 'Geometrin är ogiltig: den korsar sig själv.')
    ) v (villkor, finns, besked) WHERE v.finns LOOP
        PERFORM vagra(fel.villkor, fel.besked, CASE fel.villkor
            WHEN '' THEN 'not_null_violation' ELSE 'check_violation' END);
    END LOOP;

    SELECT * INTO sist FROM register r
    WHERE (r.id, r.datum, r.handelse) = (ny.id, ny.datum, ny.handelse)
    ORDER BY r.rad DESC LIMIT 1;
    IF ny.atgard IS NULL AND sist.rad IS NOT NULL AND sist.atgard IS DISTINCT FROM 'stryk' THEN
        PERFORM vagra('beslut_en_gang', format('%s %s %s finns redan: en rättelse är en rad med '
            'atgard och orsak.', ny.id, ny.datum, ny.handelse), 'unique_violation');
    ELSIF ny.atgard IS NOT NULL AND (sist.rad IS NULL OR sist.atgard = 'stryk') THEN
        PERFORM vagra('atgard_beslut', format('Det finns inget %s %s %s att rätta eller stryka.',
            ny.id, ny.datum, ny.handelse));
    END IF;
    IF ny.atgard = 'stryk' THEN
        RETURN;
    END IF;
    IF ny.omrade IS NOT NULL AND EXISTS (SELECT FROM omraden)
    AND NOT EXISTS (SELECT FROM omraden o WHERE o.kod = ny.omrade) THEN
        PERFORM vagra('omrade_kant', format('Området %s finns inte bland områdena.', ny.omrade),
            'foreign_key_violation');
    END IF;
    IF fel_plats(ny.geom) IS NOT NULL THEN
        PERFORM vagra('geom_plats', fel_plats(ny.geom));
    END IF;
    IF ny.atgard = 'ratta' THEN
        FOR sist IN SELECT * FROM register r
        WHERE (r.id, r.datum, r.handelse) = (ny.id, ny.datum, ny.handelse) AND r.rad > coalesce((
            SELECT max(s.rad) FROM register s
            WHERE (s.id, s.datum, s.handelse) = (ny.id, ny.datum, ny.handelse)
            AND s.atgard = 'stryk'), 0)
        ORDER BY r.rad LOOP
            plats := coalesce(sist.geom, plats);
            omradet := CASE WHEN plats IS NULL THEN coalesce(sist.omrade, omradet) END;
            sist.geom := NULL;
            nu := nu || jsonb_strip_nulls(to_jsonb(sist));
        END LOOP;
        IF plats IS DISTINCT FROM coalesce(ny.geom, plats)
        AND (plats IS NULL OR ST_HausdorffDistance(plats, ny.geom) > 0.001)
        OR ny.geom IS NULL AND plats IS NULL AND ny.omrade <> coalesce(omradet, '') THEN
            RETURN;
        END IF;
        ny.geom := NULL;
        rad := jsonb_strip_nulls(to_jsonb(ny)) - ARRAY['rad', 'id', 'datum', 'handelse', 'omrade',
            'atgard', 'orsak', 'registrerad', 'inlast_ur', 'kalla', 'inlagd_av', 'inlagd_nar'];
        -- Beside a number an empty cell is none.
        IF NOT EXISTS (
            SELECT FROM jsonb_each(rad) e WHERE nu -> e.key IS DISTINCT FROM e.value
            AND NOT (e.value = '0' AND nu -> e.key IS NULL AND (
                e.key IN ('hyresratt', 'bostadsratt', 'aganderatt', 'oklar')
                AND nu ?| ARRAY['hyresratt', 'bostadsratt', 'aganderatt', 'oklar']
                OR e.key LIKE 'varav_%'
                AND nu ?| ARRAY['varav_hyresratt', 'varav_bostadsratt', 'varav_aganderatt'])))
        THEN
            PERFORM vagra('atgard_andrar', format('Rättelsen av %s %s %s ändrar ingenting.',
                ny.id, ny.datum, ny.handelse));
        END IF;
    END IF;
END $$;

-- The decisions of an allocation that cannot follow upon those before them, and why: the same
-- rules as `tenuremix validate` has.  Without the rows that were added at a moment, where asked.
CREATE FUNCTION felrader(beteckning text, utom timestamptz DEFAULT NULL)
RETURNS TABLE (datum date, handelse text, villkor text, besked text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, {schema}, pg_temp AS $$
DECLARE
    dag record;
    beslut jsonb;
    stod boolean := false;
    skede text;
    staende integer[];
    efter integer[];
    angivna integer[];
    varav integer[];
    samma text := '';
    skilda text[] := ARRAY[]::text[];
    inga integer[] := ARRAY[0, 0, 0, 0];
    givna boolean;
BEGIN
    FOR dag IN
        WITH rader AS (
            SELECT r.* FROM register r
            WHERE r.id = beteckning AND r.inlagd_nar IS DISTINCT FROM utom
        ), kvar AS (
            SELECT r.* FROM rader r WHERE r.atgard IS DISTINCT FROM 'stryk' AND NOT EXISTS (
                SELECT FROM rader s WHERE s.atgard = 'stryk' AND s.rad > r.rad
                AND s.datum = r.datum AND s.handelse = r.handelse)
        ), galler AS (
            SELECT k.datum, k.handelse, array_position({handelse}, k.handelse) AS ordning,
                ARRAY[
                    (array_agg(k.hyresratt ORDER BY k.rad DESC)
                        FILTER (WHERE k.hyresratt IS NOT NULL))[1],
                    (array_agg(k.bostadsratt ORDER BY k.rad DESC)
                        FILTER (WHERE k.bostadsratt IS NOT NULL))[1],
                    (array_agg(k.aganderatt ORDER BY k.rad DESC)
                        FILTER (WHERE k.aganderatt IS NOT NULL))[1],
                    (array_agg(k.oklar ORDER BY k.rad DESC)
                        FILTER (WHERE k.oklar IS NOT NULL))[1]] AS antal,
                ARRAY[
                    (array_agg(k.varav_hyresratt ORDER BY k.rad DESC)
                        FILTER (WHERE k.varav_hyresratt IS NOT NULL))[1],
                    (array_agg(k.varav_bostadsratt ORDER BY k.rad DESC)
                        FILTER (WHERE k.varav_bostadsratt IS NOT NULL))[1],
                    (array_agg(k.varav_aganderatt ORDER BY k.rad DESC)
                        FILTER (WHERE k.varav_aganderatt IS NOT NULL))[1]] AS varav,
                (array_agg(k.samma_som ORDER BY k.rad DESC)
                    FILTER (WHERE k.samma_som IS NOT NULL))[1] AS samma_som,
                (array_agg(k.skild_fran ORDER BY k.rad DESC)
                    FILTER (WHERE k.skild_fran IS NOT NULL))[1] AS skild_fran,
                bool_or(k.geom IS NOT NULL OR k.omrade IS NOT NULL) AS plats
            FROM kvar k GROUP BY k.datum, k.handelse
        )
        SELECT g.datum, jsonb_agg(to_jsonb(g) ORDER BY g.ordning) AS beslut
        FROM galler g GROUP BY g.datum ORDER BY g.datum
    LOOP
        -- A plot that is withdrawn and allocated anew on one day is withdrawn first.
        FOR beslut IN
            SELECT e.value FROM jsonb_array_elements(dag.beslut) WITH ORDINALITY e
            ORDER BY (stod AND e.value ->> 'handelse' = 'aterkallad'
                AND dag.beslut -> 0 ->> 'handelse' = ANY ({forst})) DESC, e.ordinality
        LOOP
            datum := dag.datum;
            handelse := beslut ->> 'handelse';
            villkor := NULL;
            SELECT array_agg(n::integer ORDER BY nr) INTO angivna
                FROM jsonb_array_elements_text(beslut -> 'antal') WITH ORDINALITY a (n, nr);
            SELECT array_agg(n::integer ORDER BY nr) INTO varav
                FROM jsonb_array_elements_text(beslut -> 'varav') WITH ORDINALITY a (n, nr);
            givna := num_nonnulls(VARIADIC angivna) > 0;
            efter := CASE
                WHEN handelse = 'aterkallad' THEN inga
                WHEN NOT givna THEN staende
                WHEN handelse = ANY ({behaller}) THEN ARRAY(
                    SELECT coalesce(angivna[i], staende[i], 0) FROM generate_series(1, 4) i)
                ELSE ARRAY(SELECT coalesce(angivna[i], 0) FROM generate_series(1, 4) i) END;
            IF skede IS NULL OR skede = 'aterkallad' THEN
                IF handelse <> ALL ({forst}) AND skede IS NULL THEN
                    villkor := 'handelse_forst';
                    besked := format('%s kommer före markanvisningen: väntade %s först för %s.',
                        handelse, array_to_string({forst}, ' / '), beteckning);
                ELSIF handelse <> ALL ({forst}) THEN
                    villkor := 'handelse_efter';
                    besked := format('%s efter att %s har återkallats: väntade en ny markanvisning '
                        'först.', handelse, beteckning);
                ELSIF skede IS NULL AND NOT (beslut ->> 'plats')::boolean THEN
                    villkor := 'plats_ges';
                    besked := format('%s har varken geometri eller område: rita platsen, eller ange '
                        'omrade.', beteckning);
                END IF;
            ELSIF handelse IN ('byggstart', 'fardigstalld') AND skede = ANY ({planer}) THEN
                villkor := 'handelse_forst';
                besked := format('%s kommer före markanvisningen: väntade markanvisning först för '
                    '%s.', handelse, beteckning);
            ELSIF handelse = 'andring' AND EXISTS (
                SELECT FROM generate_series(1, 4) i WHERE angivna[i] IS NULL
                AND (coalesce(staende[i], 0) > 0 OR NOT givna))
            THEN
                villkor := 'andring_tom';
                besked := format('andring av %s utan nytt antal: ange det nya totala antalet för '
                    'varje upplåtelseform, 0 om det är noll.', beteckning);
            ELSIF handelse = 'aterkallad' AND EXISTS (
                SELECT FROM generate_series(1, 4) i WHERE angivna[i] > 0)
            AND EXISTS (
                SELECT FROM generate_series(1, 4) i
                WHERE coalesce(angivna[i], 0) <> coalesce(staende[i], 0))
            THEN
                villkor := 'aterkallad_antal';
                besked := format('aterkallad av %s med antal som inte är det som stod: lämna dem '
                    'tomma, en återkallelse gäller allt.', beteckning);
            ELSIF EXISTS (
                SELECT FROM generate_series(1, 3) i WHERE varav[i] > efter[i])
            THEN
                villkor := 'varav_fler';
                besked := format('varav_… är fler än de bostäder som står för %s.', beteckning);
            END IF;
            IF villkor IS NOT NULL THEN
                RETURN NEXT;
                CONTINUE;
            END IF;
            IF skede IS NULL OR skede = 'aterkallad' THEN
                skilda := ARRAY[]::text[];
                samma := '';
                efter := CASE WHEN givna THEN
                    ARRAY(SELECT coalesce(angivna[i], 0) FROM generate_series(1, 4) i) END;
            END IF;
            skilda := skilda || regexp_split_to_array(
                btrim(coalesce(beslut ->> 'skild_fran', '')), '\s*;\s*');
            samma := CASE WHEN beslut ->> 'samma_som' IS NOT NULL THEN beslut ->> 'samma_som'
                WHEN samma = ANY (skilda) THEN '' ELSE samma END;
            staende := CASE WHEN samma <> '' THEN inga ELSE efter END;
            skede := CASE WHEN handelse = ANY ({flyttar_inte}) THEN skede ELSE handelse END;
        END LOOP;
        stod := handelse <> 'aterkallad';
    END LOOP;
END $$;

-- At the end of the transaction: what was added must follow upon what stands, in whatever order
-- it came, and must leave nothing that stood without what it follows upon.
CREATE FUNCTION folj() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
DECLARE
    fel record;
BEGIN
    IF NEW.samma_som IS NOT NULL AND NEW.atgard IS DISTINCT FROM 'stryk'
    AND NOT EXISTS (SELECT FROM register r WHERE r.id = NEW.samma_som AND r.id <> NEW.id) THEN
        PERFORM vagra('samma_som_finns', format('samma_som %s är ingen annan markanvisning i '
            'registret.', NEW.samma_som));
    END IF;
    IF NEW.atgard IS NULL AND NEW.handelse = ANY ({forst})
    AND (NEW.geom IS NOT NULL OR NEW.omrade IS NOT NULL)
    AND NOT EXISTS (SELECT FROM register r WHERE r.id = NEW.id AND r.rad <> NEW.rad) THEN
        RETURN NULL;  -- an allocation of a single row, as most are
    END IF;
    FOR fel IN SELECT e.* FROM felrader(NEW.id) e WHERE NOT EXISTS (
        SELECT FROM felrader(NEW.id, NEW.inlagd_nar) f
        WHERE f.datum = e.datum AND f.handelse = e.handelse)
    LOOP
        PERFORM vagra(fel.villkor, format('%s (%s %s)', fel.besked, fel.datum, fel.handelse));
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION granska_omraden() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
DECLARE
    utan text;
BEGIN
    IF NEW.rad < (SELECT max(o.rad) FROM omraden o) THEN
        RETURN NULL;  -- the last row judges them all
    END IF;
    SELECT string_agg(o.kod, ', ' ORDER BY o.kod) INTO utan FROM omraden o
    WHERE o.foralder IS NOT NULL AND NOT EXISTS (
        SELECT FROM omraden f WHERE f.kod = o.foralder AND f.niva <> o.niva);
    IF utan IS NOT NULL THEN
        PERFORM vagra('foralder_kand', format('Områden med en förälder som inte finns: %s.', utan));
    END IF;
    SELECT string_agg(DISTINCT o.niva, ', ') INTO utan FROM omraden o WHERE o.foralder IS NULL;
    IF position(', ' IN utan) > 0 THEN
        PERFORM vagra('foralder_ges', format('Områden på flera nivåer saknar förälder: %s.', utan));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION granska_bestand() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
DECLARE
    fel text;
BEGIN
    IF NEW.rad < (SELECT max(b.rad) FROM bestand b WHERE b.niva = NEW.niva AND b.datum = NEW.datum)
    OR NOT EXISTS (SELECT FROM omraden) THEN
        RETURN NULL;  -- the last row judges the vintage
    END IF;
    IF NOT EXISTS (SELECT FROM omraden o WHERE o.niva = NEW.niva) THEN
        IF NEW.niva <> ALL ({nivaer}) THEN
            PERFORM vagra('niva_kand', format('Nivån %s finns inte bland områdena.', NEW.niva));
        END IF;
        RETURN NULL;
    END IF;
    SELECT string_agg(k.kod, ', ' ORDER BY k.kod) INTO fel FROM (
        SELECT b.kod FROM bestand b WHERE b.niva = NEW.niva AND b.datum = NEW.datum
        EXCEPT SELECT o.kod FROM omraden o WHERE o.niva = NEW.niva) k;
    IF fel IS NOT NULL THEN
        PERFORM vagra('kod_kand', format('Beståndet den %s har koder som inte finns på nivån %s: %s.',
            NEW.datum, NEW.niva, fel));
    END IF;
    SELECT string_agg(k.kod, ', ' ORDER BY k.kod) INTO fel FROM (
        SELECT o.kod FROM omraden o WHERE o.niva = NEW.niva
        EXCEPT SELECT b.kod FROM bestand b WHERE b.niva = NEW.niva AND b.datum = NEW.datum) k;
    IF fel IS NOT NULL THEN
        PERFORM vagra('hel_argang', format('Beståndet den %s på nivån %s saknar områden: %s. En '
            'årgång har rader för alla; antal är tomt där det inte är känt.',
            NEW.datum, NEW.niva, fel));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION inlagg_register() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
BEGIN
    NEW.id := nullif(btrim(normalize(NEW.id)), '');
    NEW.namn := nullif(btrim(normalize(NEW.namn)), '');
    NEW.datum_angivet := nullif(btrim(normalize(NEW.datum_angivet)), '');
    NEW.handelse := nullif(btrim(NEW.handelse), '');
    NEW.byggaktor := nullif(btrim(normalize(NEW.byggaktor)), '');
    NEW.diarienummer := nullif(btrim(normalize(NEW.diarienummer)), '');
    NEW.samma_som := nullif(btrim(normalize(NEW.samma_som)), '');
    NEW.skild_fran := nullif(btrim(normalize(NEW.skild_fran)), '');
    NEW.metod := nullif(btrim(normalize(NEW.metod)), '');
    NEW.omrade := nullif(btrim(normalize(NEW.omrade)), '');
    NEW.undergrupp := nullif(btrim(NEW.undergrupp), '');
    NEW.undantag := nullif(btrim(NEW.undantag), '');
    NEW.anmarkning := nullif(btrim(normalize(NEW.anmarkning)), '');
    NEW.atgard := nullif(btrim(NEW.atgard), '');
    NEW.orsak := nullif(btrim(normalize(NEW.orsak)), '');
    NEW.inlagd_av := session_user;
    NEW.inlagd_nar := transaction_timestamp();
    PERFORM granska_rad(NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION bara_tillagg() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'bara_tillagg',
        MESSAGE = format('Rader i %s läggs till, de ändras eller tas aldrig bort (%s).',
                         TG_TABLE_NAME, TG_OP),
        HINT = 'Ett nytt beslut är en ny rad; en rättelse också, med atgard och orsak.';
END $$;

-- Writers come one at a time, whatever program they use: so the order of the rows is the order in
-- which they were committed, and who has read row n knows that nothing below it is still to come.
CREATE FUNCTION i_tur(tabell regclass) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, {schema}, pg_temp AS $$
    SELECT pg_advisory_xact_lock(tabell::oid::int, 20250101)
$$;
CREATE FUNCTION vanta() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, {schema}, pg_temp AS $$
BEGIN
    -- The triggers look at what others have committed, which a snapshot would hide from them.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM vagra('isolering', 'Rader läggs till i en transaktion med READ COMMITTED.');
    END IF;
    PERFORM i_tur(TG_RELID::regclass);
    RETURN NULL;
END $$;

CREATE TRIGGER bara_tillagg BEFORE UPDATE OR DELETE OR TRUNCATE ON kallor
    FOR EACH STATEMENT EXECUTE FUNCTION bara_tillagg();
CREATE TRIGGER bara_tillagg BEFORE UPDATE OR DELETE OR TRUNCATE ON omraden
    FOR EACH STATEMENT EXECUTE FUNCTION bara_tillagg();
CREATE TRIGGER bara_tillagg BEFORE UPDATE OR DELETE OR TRUNCATE ON bestand
    FOR EACH STATEMENT EXECUTE FUNCTION bara_tillagg();
CREATE TRIGGER bara_tillagg BEFORE UPDATE OR DELETE OR TRUNCATE ON register
    FOR EACH STATEMENT EXECUTE FUNCTION bara_tillagg();
CREATE TRIGGER inlagg BEFORE INSERT ON kallor
    FOR EACH ROW EXECUTE FUNCTION inlagg_kallor();
CREATE TRIGGER inlagg BEFORE INSERT ON omraden
    FOR EACH ROW EXECUTE FUNCTION inlagg_omraden();
CREATE TRIGGER inlagg BEFORE INSERT ON bestand
    FOR EACH ROW EXECUTE FUNCTION inlagg_bestand();
CREATE TRIGGER inlagg BEFORE INSERT ON register
    FOR EACH ROW EXECUTE FUNCTION inlagg_register();
CREATE TRIGGER vanta BEFORE INSERT ON omraden
    FOR EACH STATEMENT EXECUTE FUNCTION vanta();
CREATE TRIGGER vanta BEFORE INSERT ON bestand
    FOR EACH STATEMENT EXECUTE FUNCTION vanta();
CREATE TRIGGER vanta BEFORE INSERT ON register
    FOR EACH STATEMENT EXECUTE FUNCTION vanta();
CREATE CONSTRAINT TRIGGER granska AFTER INSERT ON omraden DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION granska_omraden();
CREATE CONSTRAINT TRIGGER granska AFTER INSERT ON bestand DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION granska_bestand();
CREATE CONSTRAINT TRIGGER folj AFTER INSERT ON register DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION folj();
