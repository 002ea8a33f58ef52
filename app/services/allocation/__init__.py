"""How an allocation lives: drawn, frozen, run, looked at, locked, compared, published.

The only package that calls the engine. Nothing here commits: routes, commands and jobs do.
"""
