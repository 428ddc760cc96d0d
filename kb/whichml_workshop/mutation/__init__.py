"""How many changes of the library's code its tests notice: mutants of modules, tried one by one."""
