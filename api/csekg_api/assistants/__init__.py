"""The register as tools of assistants: the Model Context Protocol, at /mcp and by `csekg mcp`.

`server` and `stdio` need the extra `csekg[mcp]`, the protocol's SDK; the other modules do not.
"""
