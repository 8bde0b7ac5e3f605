internal import Courier
internal import HostSystem

CurrentProcess.end(successfully: Courier.run())
