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
CREATE INDEX omraden_geom ON omraden USING gist (geom);
COMMENT ON TABLE omraden IS 'Områden av en utgåva; en nivå läggs in hel i en transaktion.';

CREATE TABLE bestand (
    rad bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    niva text NOT NULL,
    kod text NOT NULL,
    datum date NOT NULL CONSTRAINT datum_dag CHECK (datum BETWEEN '0001-01-01' AND '9999-12-31'),
    hustyp text NOT NULL CONSTRAINT hustyp_kand CHECK (hustyp = ANY ({hustyp})),
    upplatelseform text NOT NULL
        CONSTRAINT upplatelseform_kand CHECK (upplatelseform = ANY ({upplatelseform})),
    antal integer CONSTRAINT antal_helt CHECK (antal >= 0),
    kalla integer REFERENCES kallor,
    inlagd_av text,
    inlagd_nar timestamptz,
    CONSTRAINT bestand_en_gang UNIQUE (niva, kod, datum, hustyp, upplatelseform)
);
CREATE INDEX bestand_argang ON bestand (niva, datum, inlagd_nar);
COMMENT ON TABLE bestand IS
    'Bostäder per område, hustyp och upplåtelseform; antal är tomt där utgivaren har dolt det. '
    'En årgång läggs in hel i en transaktion.';

CREATE TABLE register (
    rad bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL,
    namn text,
    datum date NOT NULL CONSTRAINT datum_dag CHECK (datum BETWEEN '0001-01-01' AND '9999-12-31'),
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
        CONSTRAINT giltig_till_dag CHECK (giltig_till BETWEEN '0001-01-01' AND '9999-12-31'),
    undergrupp text CONSTRAINT undergrupp_kand CHECK (undergrupp = ANY ({undergrupp})),
    undantag text CONSTRAINT undantag_kant CHECK (undantag = ANY ({undantag})),
    sannolikhet numeric CONSTRAINT sannolikhet_andel CHECK (sannolikhet BETWEEN 0 AND 1),
    forvantad date
        CONSTRAINT forvantad_dag CHECK (forvantad BETWEEN '0001-01-01' AND '9999-12-31'),
    varav_hyresratt integer CONSTRAINT varav_hyresratt_helt CHECK (varav_hyresratt >= 0),
    varav_bostadsratt integer CONSTRAINT varav_bostadsratt_helt CHECK (varav_bostadsratt >= 0),
    varav_aganderatt integer CONSTRAINT varav_aganderatt_helt CHECK (varav_aganderatt >= 0),
    anmarkning text,
    atgard text CONSTRAINT atgard_kand CHECK (atgard = ANY ({atgard})),
    orsak text,
    inlast_ur text,
    registrerad date
        CONSTRAINT registrerad_dag CHECK (registrerad BETWEEN '0001-01-01' AND '9999-12-31'),
    geom geometry(Geometry, {srid})
        CONSTRAINT geom_slag CHECK (GeometryType(geom) IN ('POINT', 'POLYGON', 'MULTIPOLYGON'))
        CONSTRAINT geom_giltig CHECK (ST_IsValid(geom))
        CONSTRAINT geom_tom CHECK (NOT ST_IsEmpty(geom)),
    kalla integer REFERENCES kallor,
    inlagd_av text,
    inlagd_nar timestamptz,
    CONSTRAINT undantag_diarienummer CHECK (undantag IS NULL OR diarienummer IS NOT NULL),
    CONSTRAINT sannolikhet_skede CHECK (sannolikhet IS NULL OR handelse = ANY ({sannolikhet_skede})),
    CONSTRAINT forvantad_skede CHECK (forvantad IS NULL OR handelse = ANY ({forvantad_skede})),
    CONSTRAINT varav_skede CHECK (
        num_nonnulls(varav_hyresratt, varav_bostadsratt, varav_aganderatt) = 0
        OR handelse = 'byggstart'),
    CONSTRAINT atgard_orsak CHECK (atgard IS NULL OR orsak IS NOT NULL)
);
-- A correction is a row of its own, of the same decision, with what it does and why.
CREATE UNIQUE INDEX beslut_en_gang ON register (id, datum, handelse) WHERE atgard IS NULL;
CREATE INDEX register_geom ON register USING gist (geom);
COMMENT ON TABLE register IS
    'Beslut om markanvisningar, en rad per beslut med de nya totala antalen. Skrivs aldrig om.';

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
    IF EXISTS (SELECT FROM omraden o WHERE o.niva = NEW.niva AND o.inlagd_nar < NEW.inlagd_nar)
    OR EXISTS (SELECT FROM omraden o WHERE o.niva = NEW.niva AND o.inlagd_nar > NEW.inlagd_nar)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'hel_niva',
            MESSAGE = format('Nivån %s finns redan: en nivå läggs in hel, en gång.', NEW.niva),
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
    IF NEW.omrade IS NOT NULL
    AND EXISTS (SELECT FROM omraden)
    AND NOT EXISTS (SELECT FROM omraden o WHERE o.kod = NEW.omrade)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'omrade_kant',
            MESSAGE = format('Området %s finns inte bland områdena.', NEW.omrade);
    END IF;
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
