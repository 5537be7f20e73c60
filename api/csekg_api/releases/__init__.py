"""The releases of the data that the service holds: their list, their files, their stores."""
