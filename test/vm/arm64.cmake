# Builds the native parts for the arm64 virtual machine on another processor: the compiler is Debian's, libraries are those of
# the machine's root (tools/fetch-vm.sh).
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

set(VM_ARM64 "${CMAKE_CURRENT_LIST_DIR}/../../build/vm/arm64")
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${VM_ARM64}/root")
set(ENV{PKG_CONFIG_LIBDIR} "${VM_ARM64}/root/usr/lib/aarch64-linux-gnu/pkgconfig")
set(NODE_MODULES "${VM_ARM64}/node_modules" CACHE PATH "")
# Where Debian has the headers that differ by processor.
set(CMAKE_CXX_FLAGS_INIT "-isystem ${VM_ARM64}/root/usr/include/aarch64-linux-gnu")
