"""The pages of the site about the things of a dataset."""
