"""The site in a browser: one service and one browser for all files of this folder."""
