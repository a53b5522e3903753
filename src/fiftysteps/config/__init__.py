"""The top room: settings, addresses, servers' entry points and the command line. Imported by none."""
