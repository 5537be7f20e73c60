"""Writers: each module writes one kind of fact into the named graphs of the dataset.

What a source states goes into the graph of that source, the editors' own reading into `editorial`,
what follows by computation into `derived`, and the description of the dataset into `catalogue`.
"""
