"""The register as tools of assistants: the Model Context Protocol, at /mcp and by `csekg mcp`.

`csekg_api.assistants.server` and what imports it need the extra `csekg[mcp]`, the protocol's SDK;
`route` does not.
"""
