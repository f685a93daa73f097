"""Everything a person can tell the app to do, in one table, from which menus, tool bar and key sheet are made."""
