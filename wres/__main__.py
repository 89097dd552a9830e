"""The command line: ``python -m wres``."""

from wres.cli.main import main

if __name__ == "__main__":
    main()
