"""Ten operations of the service as tools of assistants: the Model Context Protocol, at /mcp and by `csekg mcp`."""
