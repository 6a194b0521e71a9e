-- Northwind Fibre's customers, all made up: the numbers are those kept for fiction, the people are nobody.
-- The service makes its own copy in the data directory on its first start. A PIN is kept as its argon2 hash;
-- those of the first three customers are 4821, 7310 and 9064.

CREATE TABLE customers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    postcode TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    plan TEXT NOT NULL,
    vip INTEGER NOT NULL DEFAULT 0,
    human_only INTEGER NOT NULL DEFAULT 0,
    pin_hash TEXT
);
CREATE INDEX customers_by_phone ON customers (phone);
CREATE INDEX customers_by_postcode ON customers (postcode);
CREATE INDEX customers_by_birth_date ON customers (birth_date);

CREATE TABLE bills (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    month TEXT NOT NULL,
    amount TEXT NOT NULL,
    due TEXT NOT NULL,
    paid INTEGER NOT NULL
);

CREATE TABLE visits (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    day TEXT NOT NULL,
    time_of_day TEXT NOT NULL
);

CREATE TABLE promises (
    customer_id TEXT NOT NULL REFERENCES customers (id),
    amount TEXT NOT NULL,
    day TEXT NOT NULL
);

CREATE TABLE outages (
    postcode TEXT NOT NULL,
    ends TEXT NOT NULL
);

CREATE TABLE plans (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    price TEXT NOT NULL
);

INSERT INTO plans VALUES ('start', 'Start', '35.00'), ('home', 'Home', '50.00'), ('max', 'Max', '75.00');

INSERT INTO outages VALUES ('04101', '18:30'), ('03801', '21:00');

INSERT INTO customers VALUES
    ('nf-1001', 'Helen Baker', '02139', '1971-05-14', '+16175550111', 'helen.baker@example.com', 'home', 0, 0,
     '$argon2id$v=19$m=65536,t=3,p=4$BGL/2CEJbpDiQ27iN1PtLQ$n2PX7/lR+goTLCtIpkwESkxWEjUR8P+eP6c1DLy0Xlk'),
    ('nf-1002', 'David Miller', '04101', '1985-11-02', '+12075550122', 'd.miller@example.com', 'start', 0, 0,
     '$argon2id$v=19$m=65536,t=3,p=4$tm+ATHVuYuWBgEMYl0+ROg$af5Rhrso7q8ZbGpXwe5L+yZ7DHdQ/YCE9ux6RXT0KRo'),
    ('nf-1003', 'Susan Carter', '03801', '1990-08-23', '+16035550133', 'susan@example.com', 'max', 0, 0,
     '$argon2id$v=19$m=65536,t=3,p=4$rnmvKTf6MKA74T8pvvJcDw$4V/Q53os6tbc4aFUlbKnTHueUqJbaO3htJc2+ek8dDI'),
    ('nf-1004', 'Robert King', '05401', '1958-01-30', '+18025550144', 'rking@example.com', 'home', 1, 0, NULL),
    ('nf-1005', 'Linda Young', '02903', '1979-12-09', '+14015550155', 'linda.young@example.com', 'start', 0, 1, NULL),
    ('nf-1006', 'James Walker', '06103', '1966-07-17', '+18605550166', 'jwalker@example.com', 'home', 0, 0, NULL),
    ('nf-1007', 'Karen Hill', '01201', '1994-03-05', '+14135550177', 'karen.hill@example.com', 'max', 0, 0, NULL),
    ('nf-1008', 'Thomas Green', '02139', '1971-05-14', '+16175550188', 't.green@example.com', 'home', 0, 0, NULL),
    ('nf-1009', 'Nancy Adams', '04401', '1949-10-28', '+12075550199', 'nancy@example.com', 'start', 0, 0, NULL),
    ('nf-1010', 'Helen Barker', '02139', '1982-09-19', '+16175550101', 'hbarker@example.com', 'max', 0, 0, NULL);

INSERT INTO bills VALUES
    ('nf-1001', '2026-10', '50.00', '2026-11-01', 1),
    ('nf-1001', '2026-11', '62.50', '2026-12-01', 0),
    ('nf-1002', '2026-11', '35.00', '2026-11-28', 0),
    ('nf-1003', '2026-11', '75.00', '2026-12-05', 1),
    ('nf-1006', '2026-10', '50.00', '2026-11-10', 0),
    ('nf-1006', '2026-11', '50.00', '2026-12-10', 0),
    ('nf-1008', '2026-11', '118.00', '2026-12-03', 0);
