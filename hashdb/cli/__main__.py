"""`python -m hashdb.cli`: the command line without the installed script."""

from hashdb.cli import main

if __name__ == "__main__":
    main(prog_name="hashdb")
