"""The dataset as pandas data frames: what `csekg.open()` gives."""
