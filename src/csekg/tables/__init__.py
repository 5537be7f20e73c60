"""The tidy tables: each defined once, written as CSV, Parquet, SQLite and a workbook, described."""
