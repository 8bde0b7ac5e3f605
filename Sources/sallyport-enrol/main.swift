internal import EnrolmentDialogue
internal import HostSystem

CurrentProcess.end(successfully: EnrolmentProgram.run())
