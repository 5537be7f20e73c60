"""From facts to quads: one writer for each kind of thing, called by `assemble`."""
