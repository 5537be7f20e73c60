"""From facts to quads: one writer per kind of thing, put together by `assemble`."""
