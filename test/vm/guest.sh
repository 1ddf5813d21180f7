# What a virtual machine does: makes its devices, runs the tests, says how they ended, and switches itself off.
export exchange
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
# The kernel hands the words of its command line that it does not know to the first program as variables.
cd "$repository" || exec poweroff -f
mkdir -p /dev/pts /exchange
mount -t devpts devpts /dev/pts
mount -t 9p -o trans=virtio,version=9p2000.L,cache=none exchange /exchange
busybox ip link set lo up
for module in evdev uinput hid-generic uhid snd-aloop gpio-sim leds-gpio virtio_input virtio-gpu; do
  busybox modprobe "$module" || echo "no module $module"
done
# What the device tree names; a machine without one has none of it.
for module in gpio_keys leds-gpio gpio_backlight; do busybox modprobe "$module" 2>/dev/null; done
mount -t configfs configfs /sys/kernel/config
busybox modprobe vfb vfb_enable=1 || echo "no module vfb"
echo "Linux $(uname -r) $(uname -m), $("$node" --version), up for $(cut -d' ' -f1 /proc/uptime) s"
"$node" --import ./test/support/fixed-seed.ts --test --test-concurrency=1 --test-reporter=spec --test-timeout=300000 "test/vm/*$only*.test.ts" 2>&1
echo "VM-EXIT $?"
busybox sync
busybox poweroff -f
