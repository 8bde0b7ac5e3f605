#pragma once
/* Nothing to call: see CProcessStart.c. */
