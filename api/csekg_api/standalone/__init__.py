"""The site as a folder of files, for any static host or a USB stick: `csekg site`."""
