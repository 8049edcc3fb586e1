import { expect, test } from 'vitest';
import { cameraIds, readCameraLabel } from '../../src/domain/camera-label.ts';

test('a USB camera tells its name, vendor and product', () => {
  expect(readCameraLabel('HD Pro Webcam C920 (046D:082d)')).toEqual({
    name: 'HD Pro Webcam C920',
    vendorId: '046d',
    productId: '082d',
  });
});

test('a camera without them keeps its whole label, brackets and all', () => {
  const label = 'Integrated Camera (front)';
  expect(readCameraLabel(label)).toEqual({ name: label, vendorId: '', productId: '' });
});

test('each camera has an id of its own that does not change with its place in the list', () => {
  const one = 'Webcam (046d:082d)';
  const other = 'Document camera (1234:abcd)';
  expect(cameraIds([one, other])).toEqual([
    'media:046d:082d:Webcam',
    'media:1234:abcd:Document camera',
  ]);
  expect(cameraIds([other, one]).toSorted()).toEqual(cameraIds([one, other]).toSorted());
});

test('two of one model are told apart by their order', () => {
  expect(cameraIds(['Webcam (046d:082d)', 'Webcam (046d:082d)'])).toEqual([
    'media:046d:082d:Webcam',
    'media:046d:082d:Webcam:2',
  ]);
});
