"""`python -m csekg` is the `csekg` command."""

from csekg.cli import main

main()
