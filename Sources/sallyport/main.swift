internal import Administration
internal import ArgumentParser

SallyportCommand.run()
