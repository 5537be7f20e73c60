"""Tables: columns with key, heading, kind, value and meaning, and what writes their rows.

`table` defines `Table` and `Column` for pages, REST, tidy tables and workbooks; `all_tables` has
the tidy tables, `files` their files.
"""
