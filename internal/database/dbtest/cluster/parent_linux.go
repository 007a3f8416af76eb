package cluster

import "syscall"

// endWithParent has the kernel end the server with the thread that started
// it, so that even a killed run of tests leaves no server behind.
func endWithParent(attributes *syscall.SysProcAttr) {
	attributes.Pdeathsig = syscall.SIGQUIT
}
