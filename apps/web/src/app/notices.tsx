import '@mantine/core/styles/Notification.css';
import '@mantine/notifications/styles.css';
import { Notifications } from '@mantine/notifications';
import { ActionConfirm } from '../actions/action-confirm.tsx';

/** Where passing notices appear, and the question before a destructive action. */
export default function Notices() {
  return (
    <>
      <Notifications position="bottom-right" />
      <ActionConfirm />
    </>
  );
}
