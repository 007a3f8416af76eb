//go:build unix && !linux

package cluster

import "syscall"

// endWithParent does nothing where the kernel cannot.
func endWithParent(*syscall.SysProcAttr) {}
