"""The stores of a centre in a PostgreSQL database: schemas record, vault and views (15 on)."""
