"""Devices that people name, and what is known of each: the one table, with the place that says so.

A row is the device, its other names, what it is, its accelerator, its memory, its storage and its clock, then the
place that says so: a source by its id in `kb/facts/sources`, and where in it, or several. A `-` stands for what differs
from model to model, or was not found. Names are written in small letters and digits alone. Behind a name, `*` stands
for any model of that line, and `@` for any size of a rented machine.

Memory is what a model can take at most, so that of a graphics card, which is its own, is none of it.
"""

from __future__ import annotations

from typing import Final

DEVICE_ROWS: Final = """
Raspberry Pi | raspberrypi*, rpi*, raspi* | edge-device | none | - | - | - | raspberrypi-docs | Flagship series
Raspberry Pi 3 | raspberrypi3, rpi3, raspi3, pi3, raspberrypi3b, rpi3b, pi3b, raspberrypi3modelb, raspberrypi3modelbplus
    | edge-device | none | 1 GB | - | 1.2 GHz | raspberrypi-docs | Flagship series, Raspberry Pi 3 Model B; BCM2837
Raspberry Pi 4 | raspberrypi4, rpi4, raspi4, pi4, raspberrypi4b, rpi4b, pi4b, raspberrypi4modelb
    | edge-device | none | - | - | 1.5 GHz | raspberrypi-docs | Flagship series, Raspberry Pi 4 Model B; BCM2711
Raspberry Pi 5 | raspberrypi5, rpi5, raspi5, pi5 | edge-device | none | - | - | 2.4 GHz
    | raspberrypi-docs | Flagship series, Raspberry Pi 5; BCM2712
Raspberry Pi Zero | raspberrypizero, rpizero, pizero, raspberrypizerow, rpizerow, pizerow, raspberrypizerowh
    | edge-device | none | 512 MB | - | - | raspberrypi-docs | Zero series
Raspberry Pi Zero 2 W | raspberrypizero2w, raspberrypizero2, rpizero2w, rpizero2, pizero2w, pizero2
    | edge-device | none | 512 MB | - | 1 GHz | raspberrypi-docs | Zero series; RP3A0
Raspberry Pi Pico | raspberrypipico, rpipico, pipico, picow, raspberrypipicow, rpipicow, raspberrypipicoh
    | microcontroller | - | 264 kB | 2 MB | 133 MHz | raspberrypi-docs | Pico microcontrollers
    | micropython-rp2-docs | RP2040
Raspberry Pi Pico 2 | raspberrypipico2, rpipico2, pipico2, pico2, raspberrypipico2w, rpipico2w
    | microcontroller | - | 520 kB | 4 MB | 150 MHz | zephyr-board-docs | Raspberry Pi Pico 2, Hardware
RP2040 | rp2040 | microcontroller | - | 264 kB | - | 133 MHz | micropython-rp2-docs | RP2040
RP2350 | rp2350, rp2350a, rp2350b | microcontroller | - | 520 kB | - | 150 MHz | micropython-rp2-docs | RP2350
Jetson | jetson* | edge-device | gpu | - | - | - | nvidia-cuda-gpus | table, column Jetson
Jetson Nano | jetsonnano, jetsonnanob01 | edge-device | gpu | 4 GB | - | - | u-boot-jetson-nano | description
Jetson TX2 | jetsontx2, tx2 | edge-device | gpu | - | - | - | nvidia-cuda-legacy-gpus | 6.2
Jetson Xavier NX | jetsonxaviernx, xaviernx, jetsonnx
    | edge-device | gpu | - | - | - | nvidia-cuda-legacy-gpus | 7.2
Jetson AGX Xavier | jetsonagxxavier, agxxavier, jetsonxavier, xavier
    | edge-device | gpu | - | - | - | nvidia-cuda-legacy-gpus | 7.2
Jetson Orin Nano | jetsonorinnano, orinnano, jetsonorinnanosuper | edge-device | gpu | - | - | -
    | nvidia-cuda-gpus | 8.7
Jetson Orin NX | jetsonorinnx, orinnx | edge-device | gpu | - | - | - | nvidia-cuda-gpus | 8.7
Jetson AGX Orin | jetsonagxorin, agxorin, jetsonorin, orin | edge-device | gpu | - | - | - | nvidia-cuda-gpus | 8.7
Coral accelerator | coral, coralusb, coralusbaccelerator, coraltpu, coraledgetpu, edgetpu, coralm2
    | - | npu | - | - | - | coral-products | Prototyping products, USB Accelerator
Coral Dev Board | coraldev, coraldevboard, coraldevboardmini, coraldevmini
    | edge-device | npu | - | - | - | coral-products | Prototyping products, Dev Board and Dev Board Mini
Coral Dev Board Micro | coraldevmicro, coraldevboardmicro, coralmicro
    | microcontroller | npu | 64 MB | 128 MB | 800 MHz | coral-micro-datasheet | Features
Hailo accelerator | hailo8, hailo8l, hailo, hailo10, hailo10h | - | npu | - | - | - | hailo-drivers | README.md
Arm Cortex-M | cortexm*, armcortexm* | microcontroller | - | - | - | - | litert-microcontrollers | Supported platforms
STM32 | stm32* | microcontroller | - | - | - | - | linux-stm32-docs | STM32 ARM Linux Overview, Introduction
STM32 with Cortex-A | stm32mp* | edge-device | - | - | - | - | linux-stm32-docs | STM32 ARM Linux Overview, Introduction
STM32F4 | stm32f4* | microcontroller | - | - | - | - | simplefoc-stm32-docs | STM32F4xx Family
STM32F429 | stm32f429* | microcontroller | - | 256 KiB | 2 MiB | 180 MHz | riot-board-docs | STM32F429I-DISC1, MCU
STM32F7 | stm32f7* | microcontroller | - | - | - | - | simplefoc-stm32-docs | STM32F7xx Family
STM32F746 | stm32f746* | microcontroller | - | 320 kB | 1 MB | 216 MHz | linux-stm32-docs | STM32F746 Overview
STM32F769 | stm32f769* | microcontroller | - | 512 kB | 2 MB | 216 MHz | linux-stm32-docs | STM32F769 Overview
STM32H743 | stm32h743* | microcontroller | - | 1 MB | 2 MB | 400 MHz | linux-stm32-docs | STM32H743 Overview
STM32L4 | stm32l4* | microcontroller | - | - | - | - | simplefoc-stm32-docs | STM32L4xx Family
STM32L476 | stm32l476* | microcontroller | - | 128 KiB | 1 MiB | 80 MHz | riot-board-docs | STM32L476G-DISCO, MCU
ESP32 | esp32, esp32wroom*, esp32wrover*, esp32devkit*, esp32cam, espeye
    | microcontroller | - | 520 kB | - | 240 MHz | esp-idf-chips | Chip Series Comparison, ESP32 Series
ESP32-S2 | esp32s2* | microcontroller | - | 320 kB | - | 240 MHz | esp-idf-chips | Chip Series Comparison, ESP32-S2
ESP32-S3 | esp32s3* | microcontroller | - | 512 kB | - | 240 MHz | esp-idf-chips | Chip Series Comparison, ESP32-S3
ESP32-C3 | esp32c3* | microcontroller | - | 400 kB | - | 160 MHz | esp-idf-chips | Chip Series Comparison, ESP32-C3
nRF52840 | nrf52840*, nordicnrf52840 | microcontroller | - | 256 kB | 1 MB | 64 MHz
    | arduino-nano33-specs | Memory; Clock speed
Arduino Nano 33 BLE | arduinonano33ble, nano33ble, arduinonano33blesense*, nano33blesense*, arduinonano33
    | microcontroller | - | 256 kB | 1 MB | 64 MHz | arduino-nano33-specs | Memory; Clock speed
PYNQ-Z2 | pynqz2, pynq | fpga | - | 512 MB | - | - | pynq-docs | PYNQ-Z2 board
ZedBoard | zedboard, zynq7000, zynq7020, xc7z020 | fpga | - | 512 MB | - | - | zedboard-guide | ZedBoard specs
iPhone | iphone* | phone | - | - | - | - | apple-device-capabilities | iPhone
Google Pixel | pixel3*, pixel4*, pixel5*, pixel6*, pixel7*, pixel8*, pixel9*, pixel10*
    | phone | - | - | - | - | endoflife-pixel | tags, releases
NVIDIA data-centre GPU | t4, l4, a100, a10040gb, a10080gb, v100, v10016gb, v10032gb, p100, p4, k80
    | - | gpu | - | - | - | google-accelerator-types | Fields
NVIDIA data-centre GPU of AWS | a10g | - | gpu | - | - | - | rapids-aws-docs | table of instance types, G5
NVIDIA data-centre GPU, later and lesser ones | h100, h10080gb, h200, b200, gb200, gh200, l40, l40s, a40, a10
    | - | gpu | - | - | - | nvidia-cuda-gpus | table, column Data Center
NVIDIA graphics card | rtx*, gtx*, quadro*, 3060, 3070, 3080, 3090, 4060, 4070, 4080, 4090, 5090
    | - | gpu | - | - | - | nvidia-cuda-gpus | table, column Workstation/Consumer
Google TPU | tpuv2, tpuv3, tpuv4, cloudtpu | cloud | tpu | - | - | - | google-accelerator-types | Fields
AWS machine with NVIDIA GPU | g4dn@, g5@, g6@, gr6@, p3@, p3dn@, p4d@, p4de@, p5@, g4dn, p3dn, p4d, p4de
    | cloud | gpu | - | - | - | rapids-aws-docs | table of instance types
    | data-receipts-gpu2026 | hyperscalers.json, p4de.24xlarge
AWS machine of 1 GB | t2micro, t3micro | cloud | none | 1 GiB | - | - | aws-general-purpose | Hardware Specifications
AWS machine of 2 GB | t2small, t3small, a1medium | cloud | none | 2 GiB | - | -
    | aws-general-purpose | Hardware Specifications
AWS machine of 4 GB | t2medium, t3medium, a1large | cloud | none | 4 GiB | - | -
    | aws-general-purpose | Hardware Specifications
AWS machine of 8 GB | m4large, m5large, m5alarge, m5dlarge, t2large, t3large, a1xlarge | cloud | none | 8 GiB | - | -
    | aws-general-purpose | Hardware Specifications
AWS machine of 16 GB | m4xlarge, m5xlarge, m5axlarge, m5dxlarge, t2xlarge, t3xlarge | cloud | none | 16 GiB | - | -
    | aws-general-purpose | Hardware Specifications
AWS machine of 32 GB | m42xlarge, m52xlarge, m5a2xlarge, m5d2xlarge, t22xlarge, t32xlarge
    | cloud | none | 32 GiB | - | - | aws-general-purpose | Hardware Specifications
AWS machine of 64 GB | m44xlarge, m54xlarge, m5a4xlarge, m5d4xlarge | cloud | none | 64 GiB | - | -
    | aws-general-purpose | Hardware Specifications
"""
"""Rows of devices; a line that is indented goes on with the one before it."""
